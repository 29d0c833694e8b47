throw new CardError("err:card:refused", `Card was declined: ${reason}`, 402);
