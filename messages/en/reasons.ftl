# Why somebody waits, in one line for the counsellors. Never in their own words.

reason-story = Tells of a worry
reason-human = Wants to talk to a person
reason-waiting = Asks whether anyone is there
reason-unclear = Could not be understood
reason-danger-violence = Danger: violence or threats
reason-danger-self-harm = Danger: suicide or self-harm
reason-danger-home = Danger: violence at home
reason-danger-leaving = Danger: someone is about to leave
