# När något inte går: vad som hände, att inget är förlorat, och vad man kan göra.

error-empty = Det finns inget att skicka. Skriv något först.
error-too-long = Meddelandet är för långt. Dela upp det i delar på högst { $limit } tecken. Är någons liv i fara, ring { $emergency }.
error-too-fast = Det kommer fler meddelanden än vi hinner ta emot. Vänta en liten stund och skicka igen. Är någons liv i fara, ring { $emergency }.
error-no-such-code = Det gick inte att fortsätta med de orden. Något av dem kan vara felskrivet, eller så finns samtalet inte kvar. Du kan försöka igen, eller börja ett nytt samtal. Är någons liv i fara, ring { $emergency }.
error-too-many-codes = Just nu går det inte att få eller pröva fler ord. Vänta en liten stund och försök igen, eller skriv utan dem. Är någons liv i fara, ring { $emergency }.
error-flood = Det är många som skriver just nu. Det du skickade kommer fram av sig självt om en liten stund. Är någons liv i fara, ring { $emergency }. Stödtelefonens nummer är { $number }.
error-already-taken = { $alias } hann före och har samtalet.
error-not-waiting = Den här personen står inte i kön längre.
error-not-yours = Samtalet är inte hos dig längre. Inget har skickats.
error-ended = Samtalet är avslutat. Inget har skickats.
error-stale = Sidan har blivit för gammal, så det här har inte skickats. Ladda om sidan och skicka igen.
error-store = Något gick fel hos oss och det du skickade kom inte fram. Försök igen om en liten stund. Stödtelefonens nummer är { $number }.
error-unexpected = Något gick fel hos oss. Försök igen. Stödtelefonens nummer är { $number }.
error-not-found = Den här sidan finns inte.
error-invite = Länken har redan använts eller blivit för gammal. Be om en ny.

safe-sentence = Något gick fel hos oss. Ring { $number }. Är någons liv i fara, ring { $emergency }.
