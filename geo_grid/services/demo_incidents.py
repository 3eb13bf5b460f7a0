"""The incidents of a demo: played through as they would have happened, and let go with the demo."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from geo_grid.core.errors import GeoGridError
from geo_grid.core.incidents.actions import Act, Capacity
from geo_grid.core.incidents.case import Target
from geo_grid.core.incidents.states import Channel, Stage
from geo_grid.core.permissions.roles import Role
from geo_grid.example_town.incidents import TownIncident
from geo_grid.files.photo import encode_photo
from geo_grid.services.example_links import example_person
from geo_grid.services.incidents.asked import REPORTER, SYSTEM, Asked, Doer, Position
from geo_grid.services.incidents.clocks import TOTAL
from geo_grid.services.incidents.desk import Desk
from geo_grid.services.incidents.doing import Doing
from geo_grid.services.incidents.photos import LARGE_PX, ReadPhoto, keep_photo
from geo_grid.services.incidents.placing import on_lattice, place
from geo_grid.services.locate import LocateIndex, build_index
from geo_grid.settings import Settings
from geo_grid.store.audit_writing import note
from geo_grid.store.incident_acting import change_incident, use_photos
from geo_grid.store.incident_demo_writing import quieten_made_up
from geo_grid.store.incident_held import Held, held_by_id
from geo_grid.store.incident_writing import NewIncident, add_first_entry, add_incident
from geo_grid.store.queries.incident_people import is_in_service
from geo_grid.store.queries.scope import first_chain
from geo_grid.store.queries.state import state

#: How far from its label point something may be in a grid, degrees: within some hundred metres.
_REACH = 0.0012
_BY: dict[str, Capacity] = {
    "take": Capacity.HANDLER,
    "arrive": Capacity.HANDLER,
    "note": Capacity.HANDLER,
    "finish": Capacity.HANDLER,
    "return": Capacity.HANDLER,
    "dispute": Capacity.HANDLER,
    "ask_extension": Capacity.HANDLER,
    "ask_suspension": Capacity.HANDLER,
    "grant_suspension": Capacity.SUPERVISOR,
    "verify": Capacity.INSPECTOR,
    "rework": Capacity.INSPECTOR,
    "dispatch": Capacity.DISPATCHER,
    "decline": Capacity.DISPATCHER,
    "escalate": Capacity.DISPATCHER,
    "duplicate": Capacity.DISPATCHER,
}
_SAID = {
    "finish": "已到场处理完毕。",
    "note": "已联系有关单位，正在等候。",
    "return": "不属于本网格的职责。",
    "dispute": "职责不清，请裁定由谁办理。",
    "ask_extension": "需要采购材料。",
    "ask_suspension": "等待专项资金。",
    "rework": "现场仍有残留。",
    "decline": "不属于受理范围。",
    "escalate": "超出本级能力。",
    "reopen": "问题又出现了。",
}
_ACTS = {"duplicate": Act.MARK_DUPLICATE}


def load_incidents(
    session: Session, settings: Settings, incidents: Sequence[TownIncident], now: datetime
) -> int:
    """Play the incidents of a demo through; how many there are. The caller commits.

    Nobody is told anything of them.

    Parameters
    ----------
    now
        From when back they are counted.
    """
    index = build_index(session, now, state(session, now))
    desk = Desk.of(settings)
    leaves = sorted(
        (grid for grid in index.grids.values() if index.chain_at(*grid.label)[-1:] == (grid,)),
        key=lambda grid: grid.code,
    )
    if not leaves:
        return 0
    photos = [_picture(number) for number in range(4)]
    member, chain = example_person(session, Role.GRID_MEMBER), first_chain(session)
    theirs = next((grid for grid in leaves if member and chain and grid.code == chain[2]), None)
    before: Held | None = None
    for number, each in enumerate(incidents):
        leaf, to = leaves[int(each.grid * len(leaves))], None
        if each.for_member and theirs is not None and member is not None:
            leaf, to = theirs, member.id
        lon, lat = on_lattice(leaf.label[0] + each.east * _REACH, leaf.label[1] + each.north * _REACH)
        if not index.chain_at(lon, lat):
            lon, lat = leaf.label
        held, entry = _report(session, desk, index, each, (lon, lat), now)
        if number % 3 == 0:
            photo = keep_photo(session, photos[number % len(photos)], None)
            use_photos(session, [photo], held.id, entry, "report")
        before = _play(session, desk, each, held, before, photos[number % len(photos)], now, to)
    quieten_made_up(session)
    note(session, "incident.demo", after={"incidents": len(incidents)})
    return len(incidents)


def _report(
    session: Session,
    desk: Desk,
    index: LocateIndex,
    each: TownIncident,
    at: tuple[float, float],
    now: datetime,
) -> tuple[Held, int]:
    reported = now - timedelta(days=each.days_ago)
    placed = place(index, *at, desk.settings.border_m)
    category = desk.rules(session).require_category(each.category)
    channel = Channel(each.channel)
    added = add_incident(
        session,
        NewIncident(
            day=reported.astimezone(desk.settings.zone).date(),
            state="reported",
            stage=Stage.ACCEPT.value,
            kind=category.kind.value,
            urgency=category.urgency.value,
            channel=channel.value,
            category=each.category,
            catalogue_version=desk.rules(session).catalogue.version,
            title=each.text,
            place=each.place,
            text=f"{each.text}（示例）。",
            lon=placed.lon,
            lat=placed.lat,
            edition=placed.edition,
            grids=tuple(grid.id for grid in placed.chain),
            nearest_grid=None,
            nearest_m=None,
            border_m=placed.border_m,
            border_grid=None if placed.neighbour is None else placed.neighbour.id,
            choice=placed.choice,
            reported_at=reported,
            made_up=True,
        ),
    )
    if added is None:
        raise LookupError(each.category)
    by = Capacity.REPORTER if channel is Channel.RESIDENT else Capacity.RECEIVER
    entry = add_first_entry(
        session, added.id, "report", "reported", by.value, account=None, said=None, params="{}", at=reported
    )
    doing = Doing(session, desk, reported)
    subject = doing.subject(added, added.category, None, added.urgency)
    timed = doing.clocks.start_first(session, added.id, subject, (TOTAL, Stage.ACCEPT.value), reported)
    change_incident(
        session,
        added.id,
        {"due_at": timed.due_at, "stage_due_at": timed.stage_due_at, "warn_at": timed.warn_at},
    )
    return _held(session, added.id), entry


def _play(
    session: Session,
    desk: Desk,
    each: TownIncident,
    held: Held,
    before: Held | None,
    photo: ReadPhoto,
    now: datetime,
    to: int | None,
) -> Held:
    at = held.reported_at + timedelta(minutes=3)
    steps = [("accept", 0.0), ("dispatch", 0.02)] if each.is_sent else []
    if each.story[:1] and each.story[0][0] in ("decline", "withdraw", "duplicate"):
        steps = []
    for name, hours in (*steps, *each.story):
        at += timedelta(hours=hours)
        if at >= now:
            break
        doer = SYSTEM if (name, hours) in steps else _doer(name)
        asked = _asked(session, name, hours, held, before, photo, at)
        if name == "dispatch" and to is not None:
            asked = replace(asked, to=Target(person=to))
            # Where the demo took the place of another today, its people were not there before.
            at = at if is_in_service(session, to, at) else now
        try:
            held = Doing(session, desk, at).do(held, doer, asked)
        except GeoGridError:
            # Not every story fits every category: it ends here.
            break
    return held


def _doer(name: str) -> Doer:
    return REPORTER if name in ("withdraw", "rate", "reopen") else Doer(frozenset({_BY[name]}))


def _asked(
    session: Session,
    name: str,
    hours: float,
    held: Held,
    before: Held | None,
    photo: ReadPhoto,
    at: datetime,
) -> Asked:
    asked = Asked(_ACTS.get(name) or Act(name), text=_SAID.get(name) if name in ("finish", "note") else None)
    if name in _SAID and name not in ("finish", "note"):
        asked = replace(asked, reason=_SAID[name])
    if name in ("arrive", "finish", "verify", "rework"):
        asked = replace(asked, at=Position(held.lon, held.lat, 8.0))
    if name == "finish":
        asked = replace(asked, photos=(keep_photo(session, photo, None),))
    if name == "rate":
        asked = replace(asked, solved=True, rating=3 + int(hours + held.id) % 3)
    if name in ("ask_extension", "ask_suspension"):
        asked = replace(asked, until=at + timedelta(days=10))
    if name == "duplicate" and before is not None:
        asked = replace(asked, duplicate_of=before.number)
    if name == "dispatch" and held.assignee_person is not None:
        asked = replace(asked, to=Target(person=held.assignee_person))
    return asked


def _held(session: Session, incident: int) -> Held:
    found = held_by_id(session, incident)
    if found is None:
        raise LookupError(incident)
    return found


def _picture(number: int) -> ReadPhoto:
    """A street that is drawn, with a heap on it."""
    image = Image.new("RGB", (640, 480), (176, 205, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 260, 640, 480), fill=(150, 150, 146))
    draw.polygon([(260, 480), (310, 260), (330, 260), (380, 480)], fill=(196, 196, 190))
    for house in range(4):
        left = 20 + house * 160
        draw.rectangle((left, 120 + 12 * ((house + number) % 3), left + 120, 262), fill=(214, 190, 160))
    for heap in range(9):
        left, top = 380 + heap % 3 * 46 + 11 * number, 340 + heap // 3 * 26
        draw.ellipse((left, top, left + 60, top + 44), fill=(90 + 12 * heap, 84, 60 + 16 * number))
    written = BytesIO()
    image.save(written, "JPEG")
    return ReadPhoto(encode_photo(written.getvalue(), LARGE_PX), None)
