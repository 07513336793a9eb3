# Hur tider skrivs i löpande text.

opening = { $opens_in ->
    [0] i dag kl. { CLOCK($opens) }
    [1] i morgon, { DAY($opens) }, kl. { CLOCK($opens) }
   *[other] { DAY($opens) } kl. { CLOCK($opens) }
}
