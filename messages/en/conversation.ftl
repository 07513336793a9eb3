# The course of a conversation, from the first word to the end.

welcome-open =
    Hello. This is the support line’s chat. You do not have to say who you are. Write whatever you like, and we will put you in touch with a counsellor.

    This is an automatic reply. If someone’s life is in danger now, call { $emergency }.

welcome-closed =
    Hello. This is the support line’s chat. We are closed right now and open { opening }. No one reads what you write until then, but you can get answers to common questions.

    This is an automatic reply. If you need to talk to someone before that, Hjälplinjen, a helpline for people in distress, is there day and night on { $helpline }. If someone’s life is in danger, call { $emergency }.

queued =
    Thank you, what you wrote has arrived. { people-ahead } You can keep writing while you wait.

place = { $ahead ->
    [0] You are first in the queue.
    [1] You still have your place. There is one person ahead of you.
   *[other] You still have your place. There are { $ahead } people ahead of you.
}

people-ahead = { $ahead ->
    [0] You are first in the queue.
    [1] There is one person ahead of you.
   *[other] There are { $ahead } people ahead of you.
}

wait-expected = { $least ->
    [0] Recently the wait has been { $most } minutes at most.
   *[other] Recently the wait has been between { $least } and { $most } minutes.
}

nobody-on-duty =
    No counsellor is signed in to the chat right now. You keep your place. If you would rather not wait, you can call { $number }, until { CLOCK($closes) } today.

closing-uncertain =
    We close at { CLOCK($closes) } and may not get to you before that. If we do not, we open again { opening }.

closing-soon =
    We have not forgotten you. We close at { CLOCK($closes) } and may not get to you before that. If we do not, we open again { opening }.

long-wait =
    It is taking longer than we would like. You keep your place. You can also call { $number }.

intake-over =
    We are sorry, we cannot take in anyone else before we close. We open { opening }. Would you like to leave what you have written, so that we see it then?

    If you need someone before that, Hjälplinjen, a helpline for people in distress, is there day and night on { $helpline }. If a life is in danger, call { $emergency }.

closed-offer =
    We are closed right now and open { opening }. No one reads what you write until then.

    You can leave what you have written, and you will be in the queue when we open. Answer YES or press the button. { $door ->
        [telegram] When somebody answers, you will see it here in the chat.
       *[web] Leave the browser open and come back here then. If you have to close it, press “{ page-code }” first, and you get six words that lead back. Otherwise you have to start again.
    }

    If you need to talk to someone before that, Hjälplinjen, a helpline for people in distress, is there day and night on { $helpline }. If someone’s life is in danger, call { $emergency }.

closed-again =
    We are still closed and open { opening }. If a life is in danger, call { $emergency }.

kept =
    We will keep your place and what you have written, for { $kept_days } days at most. We open { opening }. You can keep writing, and you can delete it whenever you like. { $door ->
        [telegram] When somebody answers, you will see it here in the chat.
       *[web] Leave the browser open and come back here then. If you have to close it, press “{ page-code }” first, and you get six words that lead back. Otherwise you have to start again.
    }

closed-waiting =
    We did not get to you before we closed, and we are sorry. We open { opening }.

    Would you like to keep your place and what you have written? Answer YES. If you do not answer, we delete it within { abandoned-after }.

    If you need someone before that, Hjälplinjen, a helpline for people in distress, is there day and night on { $helpline }. If a life is in danger, call { $emergency }.

picked-up =
    { $alias }, a counsellor, is here now and is reading what you have written.

handed-back =
    { $alias } has to leave the chat. You are first in the queue, and whoever takes over can read what the two of you have written, so you need not start again.

handed-back-closed =
    { $alias } has to leave the chat, and we have closed. You are first in the queue when we open, { opening }. Whoever takes over can read what the two of you have written, so you need not start again.

    If you need someone before that, Hjälplinjen, a helpline for people in distress, is there day and night on { $helpline }. If a life is in danger, call { $emergency }.

counsellor-lost-closed =
    The connection to { $alias } was lost, and we have closed. If { $alias } comes back, you go on here. Otherwise you are first in the queue when we open, { opening }, and what you have written is still here.

    If you need someone before that, Hjälplinjen, a helpline for people in distress, is there day and night on { $helpline }. If a life is in danger, call { $emergency }.

counsellor-lost =
    The connection to { $alias } was lost. You are now first in the queue, and what you have written is still here.

ended =
    The conversation has ended. In { ended-after } we delete it. You are welcome to write again whenever you like; a new conversation begins then.

ended-by-relative =
    You have ended the conversation. In { ended-after } we delete it. You are welcome to write again whenever you like; a new conversation begins then.

thanks =
    Thank you. You are welcome to write again whenever you like.

off-topic =
    This is a chat for people who are worried about someone. Would you like to talk to a counsellor?

    If someone’s life is in danger, call { $emergency }.

not-sure =
    I am not sure that I understood you right. Would you like to talk to a counsellor?

unclear =
    This is an automatic reply, and I am not sure what you mean. Would you like to talk to a counsellor, or to know one of these?

    If someone’s life is in danger, call { $emergency }.

held-back =
    { $what ->
        [personal_number] There seems to be a personal identity number in what you wrote.
        [phone] There seems to be a phone number in what you wrote.
        [email] There seems to be an e-mail address in what you wrote.
        [address] There seems to be an address in what you wrote.
       *[several] There seem to be personal details in what you wrote.
    } You do not have to give it, and we have not shown it to anyone.

    Shall we hide it before the message is passed on? If you do not choose, we will in { $minutes } minutes.

hidden =
    It is hidden. { mark-instead }

hidden-unchosen =
    We have hidden what could show who somebody is. { mark-instead } If you want it to be seen, you can write it again and press “{ choice-send }”.

hidden-change =
    There seems to be something in your change that could show who somebody is, so we have hidden it. { mark-instead }

mark-instead =
    The person who answers sees [•••] instead. { $door ->
        [telegram] You can still see it in your own message in Telegram.
       *[web] The rest is passed on as you wrote it.
    }

sent-as-it-is =
    Then the message is passed on as you wrote it.

nothing-held =
    That message has already been passed on. If you want to add something, you can write it here.

status-kept =
    Your place is kept. We open { opening }.

status-talking =
    You are talking with { $alias }.

status-ended =
    The conversation has ended.

came-back =
    You are back in the conversation. { $door ->
        [telegram] What you have read already is not shown again, but you need not start again.
       *[web] What has been written is here.
    }

code-for-nothing =
    There is no conversation to go on with here yet. Once you have written something, you can get six words that lead back to it.

code-is-here =
    You are in that conversation already.

code-was-shown =
    Six words that lead back here have just been shown. Earlier words no longer work.

code-shown =
    { $words }

    With these words you continue the conversation on another phone or computer, in Telegram or on the web, for as long as it is kept. In Telegram, Telegram knows that your account writes. Type them in the chat there. We then remove what we can from this chat.

    The words are shown this once only. Write them down on paper and remove this message. Whoever has the words can read the conversation.
