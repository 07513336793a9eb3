# Hur tidpunkter och tider skrivs i löpande text.

opening = { $opens_in ->
    [0] i dag kl. { CLOCK($opens) }
    [1] i morgon, { DAY($opens) }, kl. { CLOCK($opens) }
   *[other] { DAY($opens) } kl. { CLOCK($opens) }
}

ended-after = { $ended_minutes ->
    [1] 1 minut
   *[other] { $ended_minutes } minuter
}

abandoned-after = { $abandoned_hours ->
    [1] 1 timme
   *[other] { $abandoned_hours } timmar
}
