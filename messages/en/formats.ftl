# How moments and times are written in running text.

opening = { $opens_in ->
    [0] today at { CLOCK($opens) }
    [1] tomorrow, { DAY($opens) }, at { CLOCK($opens) }
   *[other] on { DAY($opens) } at { CLOCK($opens) }
}

ended-after = { $ended_minutes ->
    [1] 1 minute
   *[other] { $ended_minutes } minutes
}

abandoned-after = { $abandoned_hours ->
    [1] 1 hour
   *[other] { $abandoned_hours } hours
}
