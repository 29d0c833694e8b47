package main

// Codes look like err:area:specific; err:data:* are those of the data.
const known = "err:data:thing"
const slip = "err:data:thimg"
const unknown = "err:billing:card_declined"
var built = fmt.Sprintf("err:data:%s", name)
