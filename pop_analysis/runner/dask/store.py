"""An address several machines share: a folder all of them see, or a bucket of an object store (fsspec).

What is put there stands under its name when it is complete, and not before. Keys and end points come from the
environment of each machine, as the store's own library reads them (``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT_URL`` …).
Needs the optional extra ``scale``.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec

from pop_analysis.atomic import PREFIX as UNFINISHED
from pop_analysis.locale import in_every_language
from pop_analysis.runner.output_lock import LOCK, OutputLocked

# Object stores show a file when all of it has come; elsewhere it is put beside and renamed.
WHOLE_OR_NOT = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "memory"})
# The lock of a run that lives is renewed; one that was not for so long was left by a run that was killed.
SECONDS_BETWEEN_RENEWALS, SECONDS_UNTIL_LEFT = 60, 600


class Store:
    """A folder at a shared address, such as ``s3://bucket/reports`` or ``/network/reports``.

    Raises ``ImportError`` or ``ValueError`` for an address of a kind that is not known here.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.files, root = fsspec.url_to_fs(self.address, use_listings_cache=False)
        self.root = str(root).rstrip("/")
        kinds = self.files.protocol
        self._whole = bool(WHOLE_OR_NOT & {*([kinds] if isinstance(kinds, str) else kinds)})

    def at(self, name: str) -> str:
        """Return where a file of this name stands."""
        return f"{self.root}/{name}"

    def put(self, local: Path, name: str) -> None:
        """Put a file under ``name``, and see that all of it has come; raises ``OSError``."""
        if self._whole:
            self.files.put_file(str(local), self.at(name))
        else:
            unfinished = f"{UNFINISHED}/{uuid4().hex}"
            for place in (unfinished, name):
                self.files.makedirs(self.at(place).rpartition("/")[0], exist_ok=True)
            self.files.put_file(str(local), self.at(unfinished))
            self.files.mv(self.at(unfinished), self.at(name))
        if self.files.info(self.at(name))["size"] != local.stat().st_size:
            raise OSError(f"{name} did not come whole into the store")

    def get(self, name: str, local: Path) -> bool:
        """Bring a file here; ``False`` when there is none."""
        try:
            self.files.get_file(self.at(name), str(local))
        except FileNotFoundError:
            return False
        return True

    def get_folder(self, local: Path) -> None:
        """Bring everything here; raises ``FileNotFoundError`` when there is nothing."""
        self.files.get(f"{self.root}/", f"{local}/", recursive=True)

    def has(self, name: str) -> bool:
        """Whether a file of this name is there."""
        return bool(self.files.exists(self.at(name)))

    def names(self) -> frozenset[str]:
        """Return the names of the files at the address itself, not of those in folders below it."""
        try:
            listed = self.files.ls(self.root, detail=False)
        except FileNotFoundError:
            return frozenset()
        return frozenset(str(each).rstrip("/").rpartition("/")[2] for each in listed)

    def remove(self, name: str) -> None:
        """Remove a file or a folder, if it is there."""
        with suppress(FileNotFoundError):
            self.files.rm(self.at(name), recursive=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have the address to oneself; raises ``OutputLocked`` when another run has it.

        The lock of a run that was killed is taken over after ten minutes.
        """
        mine = uuid4().hex
        self._take(mine)
        ended = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(mine, ended), daemon=True)
        renewing.start()
        try:
            self.remove(UNFINISHED)
            yield
        finally:
            ended.set()
            renewing.join()
            self.remove(UNFINISHED)
            self.remove(LOCK)

    def _take(self, mine: str) -> None:
        held = self._lock()
        if held and time.time() - float(held.get("renewed", 0)) > SECONDS_UNTIL_LEFT:
            self.remove(LOCK)
            held = {}
        if not held:
            try:
                self._write_lock(mine, "create")
            except OSError:  # how a store says that somebody was quicker differs; who it was says the lock
                if not self._lock():
                    raise
            held = self._lock()
        if held.get("run") != mine:
            lock, minutes = f"{self.address}/{LOCK}", SECONDS_UNTIL_LEFT // 60
            raise OutputLocked(in_every_language("cluster.in_use", address=self.address, lock=lock, minutes=minutes))

    def _renew(self, mine: str, ended: threading.Event) -> None:
        while not ended.wait(SECONDS_BETWEEN_RENEWALS):
            with suppress(OSError):
                self._write_lock(mine, "overwrite")

    def _write_lock(self, mine: str, mode: str) -> None:
        content = json.dumps({"run": mine, "renewed": time.time()}).encode()
        if not self._whole:
            self.files.makedirs(self.root, exist_ok=True)
        self.files.pipe_file(self.at(LOCK), content, mode=mode)

    def _lock(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self.files.cat_file(self.at(LOCK))))
        except FileNotFoundError:
            return {}
        except ValueError:
            return {"renewed": time.time()}  # just being written
