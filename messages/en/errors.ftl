# When something cannot be done: what happened, that nothing is lost, and what to do.

error-empty = There is nothing to send. Write something first.
error-too-long = The message is too long. Please split it into parts of { $limit } characters at most. If someone’s life is in danger, call { $emergency }.
error-too-fast = There are more messages than we can take in. Wait a little and send again. If someone’s life is in danger, call { $emergency }.
error-no-such-code = We could not go on with those words. One of them may be mistyped, or the conversation is no longer kept. You can try again, or begin a new conversation. If someone’s life is in danger, call { $emergency }.
error-too-many-codes = No more words can be given or tried right now. Wait a little while and try again, or write without them. If someone’s life is in danger, call { $emergency }.
error-flood = Many people are writing just now. What you sent will get through by itself in a little while. If someone’s life is in danger, call { $emergency }. The support line’s number is { $number }.
error-already-taken = { $alias } got there first and has the conversation.
error-not-waiting = This person is no longer in the queue.
error-not-yours = The conversation is no longer with you. Nothing has been sent.
error-ended = The conversation has ended. Nothing has been sent.
error-stale = This page is out of date, so this has not been sent. Reload the page and send again.
error-store = Something went wrong on our side and what you sent did not get through. Try again in a little while. The support line’s number is { $number }.
error-unexpected = Something went wrong on our side. Try again. The support line’s number is { $number }.
error-not-found = There is no such page.
error-invite = The link has been used or has become too old. Ask for a new one.

safe-sentence = Something went wrong on our side. Call { $number }. If someone’s life is in danger, call { $emergency }.
