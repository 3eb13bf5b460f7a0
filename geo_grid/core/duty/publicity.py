"""What the public may know of a person: the fields that they publish, and nothing that gives away others."""

from dataclasses import dataclass

from geo_grid.core.duty.roster import Duty, Person

#: The fields that a person publishes or not; an English name goes with the name.
PUBLISHABLE = ("name", "post", "photo", "phone", "mobile", "hours")

#: Roles of whom the public does not even learn that there is somebody, unless they agreed to be known.
_QUIET_ROLES = frozenset({"information_officer", "specialist"})


@dataclass(frozen=True, slots=True)
class PublishedPerson:
    """A person as everybody may see them; None is not published, or not known.

    Parameters
    ----------
    initial
        First character of the name, for a drawn picture.
    photo
        Hash of the photo.
    """

    name: str | None = None
    name_en: str | None = None
    initial: str | None = None
    post: str | None = None
    photo: str | None = None
    phone: str | None = None
    mobile: str | None = None
    hours: str | None = None


def allowed(person: Person) -> frozenset[str]:
    """The fields that may be shown: of a private person none without consent."""
    if person.kind != "official" and not person.is_opted_in:
        return frozenset()
    return person.published & frozenset(PUBLISHABLE)


def published_person(person: Person) -> PublishedPerson:
    """Only what may be shown."""
    fields = allowed(person)
    has_name = "name" in fields
    return PublishedPerson(
        name=person.name if has_name else None,
        name_en=person.name_en if has_name else None,
        initial=person.name[:1] if has_name else None,
        post=person.post if "post" in fields else None,
        photo=person.photo if "photo" in fields else None,
        phone=person.phone if "phone" in fields else None,
        mobile=person.mobile if "mobile" in fields else None,
        hours=person.reception_hours if "hours" in fields else None,
    )


def is_shown(duty: Duty, person: Person) -> bool:
    """Whether the public learns of a duty at all."""
    return person.kind == "official" or duty.role not in _QUIET_ROLES or bool(allowed(person))
