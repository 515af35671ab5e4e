"""What customers write: short sentences in their own words, made to fit the score.

A comment is one thing that struck them, sometimes with a second one, sometimes with the
circumstances. Parts are drawn one by one, so that hundreds of different ones come about.
"""

# Where it was: the words differ at a table, at the till and on the phone.
PLACES = {
    "floor": (
        "at the table",
        "over lunch",
        "at dinner",
        "on the terrace",
        "by the window",
    ),
    "till": ("at the till", "at the counter", "when paying", "for my takeaway"),
    "phone": ("on the phone", "when I booked", "when I ordered by phone"),
    "lead": ("at the table", "at the door", "over lunch"),
}
# {score: sentences}; {place} becomes one of the words above.
STRUCK = {
    5: (
        "Such a warm welcome {place}.",
        "The waiter noticed that we were cold and moved us without a word.",
        "They remembered what I had last time!",
        "Asked about my allergy before I could bring it up.",
        "We never had to look for anybody.",
        "Somebody really listened {place}.",
        "My mother got the quiet corner she likes.",
        "Our order was wrong, and it was put right in five minutes, with a smile.",
        "Quick, kind, and no fuss.",
        "The soup came with an extra spoon for the little one.",
        "I felt like a guest and not like a number.",
        "A lovely goodbye, with our names.",
        "Told us honestly that the fish was not at its best today. Respect.",
        "Held our table although we were late.",
        "The best service I have had {place} this year.",
        "Friendly {place}, in spite of the queue.",
    ),
    4: (
        "Friendly service {place}.",
        "All fine, only a short wait.",
        "Good food, attentive staff.",
        "Nice people, a bit loud.",
        "Quick {place}, could have smiled more.",
        "Good advice about the wine.",
        "We had to ask for water, then everything went well.",
        "Pleasant as always.",
        "Helpful {place}.",
        "The starter took its time, the rest was good.",
    ),
    3: (
        "It was all right.",
        "Food good, service so-so {place}.",
        "We waited quite a while {place}.",
        "Nobody was unfriendly, nobody was interested either.",
        "Had to ask twice for the bill.",
        "The table was not ready although we had booked.",
        "Somewhat rushed {place}.",
        "Average. The menu has got shorter.",
        "They seemed to be one person short.",
    ),
    2: (
        "Twenty minutes before anybody looked at us.",
        "Felt hurried {place}, as if we were in the way.",
        "The order was wrong, and nobody said sorry.",
        "I was asked three times whether I wanted a dessert.",
        "We were promised a table at seven and got it at half past.",
        "Cold food, and a shrug.",
        "Nobody knew anything about my booking.",
        "They were talking among themselves {place}.",
        "The bill had a drink on it that we never had.",
    ),
    1: (
        "We left before the main course.",
        "I was told that it was my own fault. Unbelievable.",
        "Forty minutes {place} and then the wrong dish.",
        "Never been treated like this {place}.",
        "My allergy was ignored although I had said it twice.",
        "I asked for the manager, and nobody came.",
        "Rude {place}. We will go elsewhere.",
        "Two calls, two promises, nothing happened.",
        "The table was dirty, and we had to ask three times.",
    ),
}
MORE = {
    5: (
        "We will be back.",
        "Thank you!",
        "Keep it up.",
        "A real treat.",
        "10 out of 10.",
    ),
    4: ("We will come again.", "Thanks.", "Good value.", "Nearly perfect.", ""),
    3: ("It has been better.", "Not bad, not special.", "Prices have gone up.", ""),
    2: ("A pity.", "That used to be different.", "I expected more.", "Not again soon."),
    1: (
        "Never again.",
        "I want my money back.",
        "Please call me.",
        "Very disappointed.",
    ),
}
WHEN = (
    *("It was a busy Friday.", "Sunday brunch with the family.", "My first visit."),
    *("We come here every month.", "It was my birthday.", "On our way to the theatre."),
    *("With colleagues.", "With two small children.", "Came in from the rain."),
)
GERMAN = {
    5: (
        "Sehr herzlicher Empfang, wir kommen wieder.",
        "Man hat sich an uns erinnert, das war schön.",
        "Aufmerksam, schnell und freundlich.",
        "Unsere Bestellung war falsch, nach fünf Minuten war alles gut. Top!",
        "Selten so nett bedient worden.",
        "Der Kellner hat gefragt, ob wir es eilig haben. Genau richtig.",
    ),
    4: (
        "Freundlich, nur etwas laut.",
        "Gutes Essen, nette Leute, kurze Wartezeit.",
        "Alles gut, das Wasser kam spät.",
        "Wie immer angenehm.",
    ),
    3: (
        "War in Ordnung.",
        "Essen gut, Service na ja.",
        "Wir mussten zweimal um die Rechnung bitten.",
    ),
    2: (
        "Zwanzig Minuten hat uns niemand beachtet.",
        "Die Bestellung war falsch, eine Entschuldigung gab es nicht.",
        "Wir fühlten uns gehetzt.",
    ),
    1: (
        "Nie wieder. Eine Stunde gewartet und dann das falsche Gericht.",
        "Sehr unhöflich, wir sind gegangen.",
        "Meine Allergie wurde einfach überhört.",
    ),
}
FOR_AMAL = (
    "Amal is the reason we come back. She knew our table before we sat down.",
    "Ms Haddad noticed that my father could not read the menu, and read it to him.",
    "Please tell Amal: the birthday candle was the best part of the evening.",
    "Amal told us honestly that the kitchen was behind, and brought bread and olives.",
    "Frau Haddad hat sich rührend um unsere Kinder gekümmert. Danke!",
    "So calm on a full Saturday. Thank you, Amal.",
)
# How likely a comment is beside each score, and one in German.
SHARES = {1: 0.65, 2: 0.55, 3: 0.25, 4: 0.14, 5: 0.20}
IN_GERMAN = 0.12


def comment_for(score, job_role, chance):
    """Return (comment, language) for an answer, or ("", "") without a comment.

    job_role: the code of who served. chance: a random.Random.
    """
    if chance.random() > SHARES[score]:
        return "", ""
    if chance.random() < IN_GERMAN:
        return chance.choice(GERMAN[score]), "de"
    said = [chance.choice(STRUCK[score]).format(place=chance.choice(PLACES[job_role]))]
    if chance.random() < 0.35:
        said.append(chance.choice(MORE[score]))
    if chance.random() < 0.25:
        said.insert(0, chance.choice(WHEN))
    return " ".join(filter(None, said)), "en"
