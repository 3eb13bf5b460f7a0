"""A storm of attempts to sign in, in a process of its own: many logins, many addresses, kept connections.

    python -m bench.storm PORT ATTEMPTS CONNECTIONS

prints how often each status was answered, as JSON.
"""

import asyncio
import json
import random
import sys
from collections import Counter

LOGINS, ADDRESSES = 3_000, 5_000


async def attempt(port: int, left: list[int], seen: Counter[str], chance: random.Random) -> None:
    """Try until none is left."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while left:
        left.pop()
        number = chance.randrange(LOGINS)
        login = "administrator" if number == 0 else f"somebody{number}"
        body = json.dumps({"login": login, "password": f"guess number {chance.random()}"}).encode()
        address = chance.randrange(ADDRESSES)
        head = (
            f"POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"X-Forwarded-For: 198.18.{address // 256}.{address % 256}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(line.lower().split(": ", 1) for line in answer.split("\r\n")[1:] if ": " in line)
        await reader.readexactly(int(fields["content-length"]))
        seen[answer.split(" ", 2)[1]] += 1
    writer.close()


async def storm(port: int, attempts: int, connections: int) -> Counter[str]:
    """Everybody at once."""
    seen: Counter[str] = Counter()
    left = list(range(attempts))
    chance = random.Random(7)  # noqa: S311 - the same attempts each time
    await asyncio.gather(*(attempt(port, left, seen, chance) for _ in range(connections)))
    return seen


if __name__ == "__main__":
    print(json.dumps(asyncio.run(storm(*(int(each) for each in sys.argv[1:4])))))
