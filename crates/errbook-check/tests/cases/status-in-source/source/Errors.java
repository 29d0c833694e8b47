enum Errors {
  THING("err:data:thing", 400, "The thing could not be found");
}
