# What is said in Telegram only.

telegram-first =
    Replies without a name above them are automatic. Whoever answers does not see your name or number, but Telegram knows that your account writes here. The chat stays on your phone until you remove it. Write /delete during the conversation and we remove what we can.

telegram-erased =
    What can be deleted has been deleted. With us: the conversation, your place if you were in the queue, and where our answers were to go. Here in the chat: what Telegram let us remove.

    We cannot reach messages that are older than { $telegram_hours } hours, conversations that we have already forgotten, notifications that have been shown already, or what Telegram still has on its servers. Remove the chat in Telegram too.

left-out =
    { $what ->
        [picture] We cannot receive pictures or videos here, and they are not kept.
        [sound] We cannot receive voice messages or sound here, and they are not kept.
        [file] We cannot receive files here, and they are not kept.
        [contact] We cannot receive contacts here, and they are not kept.
        [position] We cannot receive positions here, and they are not kept.
        [forward] We cannot receive forwarded messages here, and they are not kept.
        [broken] Something went wrong on our side, and what you just sent did not get through.
       *[other] We cannot receive that here, and it is not kept.
    } Please write in your own words instead. If someone’s life is in danger, call { $emergency }.

relative-unreachable =
    The person you are talking with can no longer be reached. The chat may be blocked or removed on their phone.

relative-reachable =
    The person you are talking with can be reached again.

relative-missed =
    This message did not arrive: Telegram did not accept it. Please try other words.

reacted = Reacted with { $emoji }

# What is seen before anybody has written: nothing of what the line is for.

telegram-name = Chat

telegram-description =
    Write whenever you like, in Swedish or English. When we are open, a person answers. You do not have to say who you are.

    Telegram knows that your account writes here, and the chat stays on your phone until you remove it.

telegram-about = Write whenever you like. When we are open, a person answers.
