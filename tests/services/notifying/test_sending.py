"""Notices reach a real mail server and a real webhook; addresses are held to what may be sent to."""

from email.message import EmailMessage

import pytest

from geo_grid.core.errors import InputError
from geo_grid.services.notifying.sending import check_address, deliver, scheme_of, through
from geo_grid.words.incidents.notices import Notice
from tests.services.notifying.receivers import mail_server, webhook

NOTICE = Notice("新任务：20260301-000007 <垃圾>", "新任务\n网格：和平里 & 3")


def test_a_mail_reaches_the_person_through_the_installations_server() -> None:
    with mail_server() as box:
        assert deliver(through(box.address, "chen@example.cn"), NOTICE)
    message = box.messages[0]
    assert isinstance(message, EmailMessage)
    assert box.recipients == ["chen@example.cn"]
    assert message["Subject"] == NOTICE.title
    part = message.get_body(("plain",))
    assert part is not None
    assert part.get_content().splitlines() == NOTICE.body.splitlines()


def test_a_webhook_gets_title_and_body_as_they_are() -> None:
    with webhook() as hook:
        assert deliver(hook.address, NOTICE)
    assert (hook.bodies[0]["title"], hook.bodies[0]["message"]) == NOTICE


def test_a_gateway_says_where_it_wants_the_number() -> None:
    assert through("sns://k/s/r", "+86 139").endswith("r?to=%2B86%20139")
    assert through("json://x/send?:phone={to}&a=b", "1&2").endswith("send?:phone=1%262&a=b")


def test_what_refuses_or_is_not_there_has_not_taken_it() -> None:
    with mail_server() as box, webhook() as hook:
        box.answer = "451 later"
        hook.statuses = [500]
        assert not deliver(through(box.address, "chen@example.cn"), NOTICE)
        assert not deliver(hook.address, NOTICE)
    assert not deliver(hook.address, NOTICE)


@pytest.mark.parametrize(
    "address", ["mailto:chen@example.cn", "dingtalk://abcdef123", "wecombot://1234-5678"]
)
def test_an_address_that_may_be_used(address: str) -> None:
    check_address(address, frozenset({"dingtalk", "wecombot"}))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("mailto:chen", "route_address_wrong"),
        ("mailto:chen@example.cn?cc=all@example.cn", "route_address_wrong"),
        ("mailto:chen@example.cn,wang@example.cn", "route_address_wrong"),
        ("mailto:chen@例.cn", "route_address_wrong"),
        ("mailto://smtp.example.cn?to=x@y.cn", "route_scheme_closed"),
        ("json://127.0.0.1:5432/", "route_scheme_closed"),
        ("file:///etc/passwd", "route_scheme_closed"),
        ("", "route_scheme_closed"),
        ("dingtalk://", "route_address_wrong"),
        ("dingtalk://" + "a" * 1000, "route_address_wrong"),
    ],
)
def test_an_address_that_may_not(address: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        check_address(address, frozenset({"dingtalk", "wecombot"}))
    assert refused.value.code == code
    assert "abc" not in str(refused.value)


def test_what_an_address_is_called_tells_nothing_of_it() -> None:
    assert scheme_of("dingtalk://secret-token") == "dingtalk"
    assert scheme_of("mailto:chen@example.cn") == "mail"
