# The buttons: short, and in the words of whoever presses them.

choice-help = Help
choice-human = I want to talk to a counsellor
choice-keep = Keep it until you open
choice-erase = Delete the whole conversation
choice-end = End the conversation
choice-svenska = Svenska
choice-english = English
choice-anonymity = Is it anonymous?
choice-privacy = Who can see what?
choice-hours = When are you open?
choice-what-happens = What happens when I get in touch?
choice-who-for = Is this for me?
choice-phone-bill = Does it show on the bill?
choice-cost = Does it cost anything?
choice-phone-number = Can I call instead?
choice-languages = Which languages can I use?
choice-about = What is the support line?
choice-who-runs = Who is behind it?
