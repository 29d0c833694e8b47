raise CardError("err:card:refused", "Anything a test says")
