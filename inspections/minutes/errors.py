"""What minutes and signatures may be refused for."""

from inspections.errors import InspectionError


class MinutesRefused(InspectionError):
    """Minutes or a signature that cannot be taken.

    word  not_canonical | wrong_digest | known_minutes | signed_already (minutes, or this name) | unknown_method |
          only_the_institution_refuses | reason_missing | image_missing | nothing_refused | identity_missing |
          of_the_house (a witness of the department or the team) | not_of_the_team | voided_minutes | not_complete |
          unknown_evidence (or no picture of a signature) | picture_used (under another name) |
          pictures_missing (of signatures, on their way) | not_readable | differs (from what the server makes) |
          no_certificate
    told  what else whoever asked should know
    """

    def __init__(self, word: str, **told: object) -> None:
        super().__init__(word)
        self.word, self.told = word, told
