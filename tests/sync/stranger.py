"""A client of the field protocol, written from docs/field-sync.md alone: it imports nothing of the product.

Small on purpose: an outbox, what is held, a cursor; it connects, pushes, pulls, decides conflicts,
seals envelopes and empties itself when it is told to.
"""

import base64
import gzip
import json
import os
import time
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Stranger:
    def __init__(self, server):
        self.base = f"{server}/api/1/field"
        self.token, self.cursor = "", 0
        self.outbox, self.held, self.receipts, self.envelopes = [], {}, {}, []
        self.packs, self.rules, self.wiped = {}, {}, False

    def _ask(self, path, body=None):
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "en"}
        if self.token:
            headers["Authorization"] = f"Device {self.token}"
        data = None
        if body is not None:
            data = gzip.compress(json.dumps(body).encode())
            headers |= {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        asked = urllib.request.Request(f"{self.base}/{path}", data=data, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return 200, self._read(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, self._read(error)

    @staticmethod
    def _read(answer):
        body = answer.read()
        return json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)

    def connect(self, code):
        status, told = self._ask("enrol", {"code": code, "name": "Stranger", "protocol": 1})
        if status == 200:
            self.token, self.rules = told["token"], told["rules"]
            self.key = told["sealing_key"]
        return status

    def write(self, action, **payload):
        """Keep an operation to be sent, and an envelope of it."""
        operation = {"id": str(uuid.uuid4()), "action": action, "payload": payload,
                     "happened_at": datetime.now(UTC).isoformat()}  # fmt: skip
        self.outbox.append(operation)
        self.envelopes.append(self._sealed(operation))
        return operation["id"]

    def push(self, *, lose_answer=False):
        """Send everything in order; a lost answer leaves the outbox as it was."""
        while self.outbox:
            batch = self.outbox[: self.rules["most_operations"]]
            status, told = self._ask("push", {
                "protocol": 1, "sent_at": datetime.now(UTC).isoformat(), "operations": batch,
            })  # fmt: skip
            if lose_answer:
                return status
            if status == 410:
                return self._obey()
            if status != 200:
                return status
            for result in told["results"]:
                became = result["outcome"]
                self.receipts[result["id"]] = {
                    **result, "became": result["first"] if became == "duplicate" else became,
                }  # fmt: skip
            self.outbox = [o for o in self.outbox if o["id"] not in self.receipts]
        return 200

    def pull(self):
        while True:
            status, told = self._ask(f"pull?cursor={self.cursor}")
            if status == 429:
                time.sleep(told["details"]["seconds"])
                continue
            if status == 410:
                return self._obey()
            if status != 200:
                return status
            for gone in told["gone"]:
                self.held.pop((gone["kind"], gone["id"]), None)
            for item in told["items"]:
                self.held[item["kind"], item["id"]] = item
            self.cursor = told["cursor"]
            if not told["more"]:
                return self._fetch_packs(told["packs"])

    def _fetch_packs(self, named):
        for pack in named:
            if self.packs.get(pack["id"], ("", None))[0] != pack["version"]:
                status, contents = self._ask(f"packs/{pack['id']}")
                if status != 200:
                    return status
                self.packs[pack["id"]] = pack["version"], contents
        return 200

    def _obey(self):
        """Hand over what was not sent, remove everything, say so."""
        if self.outbox:
            _status, told = self._ask("push", {
                "protocol": 1, "sent_at": datetime.now(UTC).isoformat(), "operations": self.outbox,
            })  # fmt: skip
            self.receipts |= {r["id"]: {**r, "became": r["outcome"]} for r in told["results"]}
        self.outbox, self.held, self.envelopes, self.packs = [], {}, [], {}
        self.wiped = self._ask("wiped", {})[0] == 200
        return 410

    def _sealed(self, operation):
        server = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), base64.b64decode(self.key["key"])
        )
        own = ec.generate_private_key(ec.SECP256R1())
        shared = own.exchange(ec.ECDH(), server)
        key = HKDF(hashes.SHA256(), 32, None, b"sukoon/field/1").derive(shared)
        iv = os.urandom(12)
        text = json.dumps({"token": self.token, "operation": operation}).encode()
        point = own.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        told = {"point": point, "iv": iv, "sealed": AESGCM(key).encrypt(iv, text, None)}
        return {"version": int(self.key["version"]),
                **{name: base64.b64encode(value).decode() for name, value in told.items()}}  # fmt: skip

    def forget_pin(self):
        """What a phone does after too many wrong PINs: only the envelopes stay."""
        self.outbox, self.held, self.token, self.cursor = [], {}, "", 0

    def rescue(self):
        return self._ask("rescue", {"envelopes": self.envelopes})[1]["results"]
