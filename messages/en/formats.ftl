# How times are written in running text.

opening = { $opens_in ->
    [0] today at { CLOCK($opens) }
    [1] tomorrow, { DAY($opens) }, at { CLOCK($opens) }
   *[other] on { DAY($opens) } at { CLOCK($opens) }
}
