"""How the acts of “Oneself” are asked."""

from tests.access.questions.asking import Asked, asks
from tests.access.questions.coming_in import new_password, with_password
from tests.access.scene import PASSWORD


@asks("Choose one's language")
def language(asker, whom):
    return Asked(sent={"language": "de"})


@asks("Change one's password")
def password(asker, whom):
    person = with_password(asker)
    if asker.role != "visitor":
        asker.sign_in(person)
    return Asked(sent=new_password(old_password=PASSWORD))
