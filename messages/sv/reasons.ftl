# Varför någon väntar, på en rad för samtalsstödjarna. Aldrig den väntandes egna ord.

reason-story = Berättar om sin oro
reason-human = Vill prata med en människa
reason-waiting = Undrar om någon är där
reason-unclear = Gick inte att förstå
reason-danger-violence = Fara: våld eller hot
reason-danger-self-harm = Fara: självmord eller självskada
reason-danger-home = Fara: våld i hemmet
reason-danger-leaving = Fara: någon är på väg att resa
