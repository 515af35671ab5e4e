"""Who can sign in to the demo, and with what."""

from dataclasses import dataclass

PASSWORD = "curtain-call-2026"


@dataclass(frozen=True)
class SignIn:
    """One account of the demo: who it is, and what one sees with it."""

    number: str
    first_name: str
    last_name: str
    sees: str

    @property
    def name(self):
        return f"{self.first_name} {self.last_name}"


NADIA = SignIn(
    "1001", "Nadia", "Sommer", "HR and administrator: payoff, data, everybody, keys"
)
MONA = SignIn(
    "1002", "Mona", "Lindqvist", "manager of Harbour Street: My team, payoff, plans"
)
AMAL = SignIn("1003", "Amal", "Haddad", "waiter at Harbour Street: Today, on a phone")
SIGN_INS = (NADIA, MONA, AMAL)
