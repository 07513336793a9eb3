# The counsellors' page.

desk-name = { $alias }
desk-board = The queue
desk-conversation = The conversation
desk-waiting = Waiting
desk-nobody-waiting = Nobody is waiting right now.
desk-minutes = { $minutes ->
    [0] Has just come
    [1] Has waited 1 minute
   *[other] Has waited { $minutes } minutes
}
desk-language-sv = Swedish
desk-language-en = English
desk-language-unsure = language unclear
desk-language-other = another language
desk-returned = first in the queue
desk-kept = since closing time
desk-more = and { $count } more
desk-take = Take the conversation
desk-take-whom = Take the conversation with { $code }
desk-mine = Your conversations
desk-unread = waits for a reply
desk-duty = On duty
desk-others = { $alias } is talking with { $codes }
desk-nothing-open = Take a conversation from the queue, or choose one of yours.
desk-write = Write to { $code }
desk-hand-back = Hand back to the queue
desk-end = End
desk-end-sure = End the conversation
desk-end-what = The person you talk with sees that it is over. In { ended-after } it is deleted.
desk-ended = The conversation has ended.
relative-exited = The person you were talking with had to leave the page quickly, and what you write no longer reaches them. The conversation has ended and is deleted in { ended-after }.
relative-left-for-now = The person you are talking with had to leave the page quickly and is not reading right now. They can come back to the conversation.
relative-came-back = The person you are talking with is back and reads here.
relative-went-back = The person you were talking with is going on with another conversation. This one has ended and is deleted in { ended-after }.
desk-erased = Whoever wrote has deleted the conversation. It has been removed, here as well.
desk-leave = Go off duty
desk-off = You are off duty, { $alias }
desk-off-what = Any conversations that you had have gone back to the queue. Once you open the page again, you are on duty.
desk-sign-out = Sign out of this browser
desk-sign-out-what = Sign out if this is not your own computer. You will then need a new link next time.
desk-join = Welcome, { $alias }
desk-join-what = The link works once, in this browser. Those who write see that name and nothing else about you.
desk-join-button = Go on duty
desk-signed-out = You are not signed in
desk-signed-out-what = Ask whoever runs the chat for a link.
