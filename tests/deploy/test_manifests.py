"""What deploy/ promises: nobody is root, nothing is written, Rasa is for doors alone, and no secret is in a file.

That the files are well formed is checked against the published schemas by scripts/check_deploy.sh.
"""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from environs import Env

from bot.settings import ROOT, read
from bot.watch import PLACES

DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.name != "kustomization.yaml")
OBJECTS: list[dict[str, Any]] = [one for path in FILES for one in yaml.safe_load_all(path.read_text(encoding="utf-8"))]
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
PODS = {o["metadata"]["name"]: o["spec"]["template"] for o in OBJECTS if o["kind"] in ("Deployment", "StatefulSet")}
OURS = ("door", "inbox", "outbox", "rasa")
MODULES = {
    "door": "bot.door",
    "inbox": "bot.inbox",
    "outbox": "bot.handover",
    "rasa": "bot.dialogue",
    "actions": "actions",
}


def containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    return [*pod["spec"].get("initContainers", []), *pod["spec"]["containers"]]


def settings_known() -> set[str]:
    env = Env()
    read(env)
    return set(env.dump())


def policies(component: str, way: str) -> list[dict[str, Any]]:
    """The rules of the policies that name this component."""
    mine = {"matchLabels": {"app.kubernetes.io/component": component}}
    found = [o["spec"] for o in OBJECTS if o["kind"] == "NetworkPolicy" and o["spec"]["podSelector"] == mine]
    return [rule for spec in found for rule in spec.get(way, [])]


@pytest.mark.parametrize("name", PODS)
def test_no_pod_runs_as_root_or_writes_to_its_own_files(name: str) -> None:
    pod = PODS[name]
    assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
    assert pod["spec"]["securityContext"]["runAsUser"] > 0
    assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["spec"]["automountServiceAccountToken"] is False
    for container in containers(pod):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert set(container["resources"]["limits"]) == set(container["resources"]["requests"]) == {"cpu", "memory"}


@pytest.mark.parametrize("name", PODS)
def test_every_container_that_stays_is_asked_whether_it_lives_and_can_serve(name: str) -> None:
    for container in PODS[name]["spec"]["containers"]:
        ports = {port["name"] for port in container["ports"]}
        for probe, path in (("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")):
            asked = container[probe]
            if name in OURS:
                assert asked["httpGet"]["path"] == path
                assert asked["httpGet"]["port"] in ports


def test_each_part_runs_its_own_process_several_times_after_the_database_is_brought_up_to_date() -> None:
    sets = {o["metadata"]["name"]: o["spec"] for o in OBJECTS if o["kind"] in ("Deployment", "StatefulSet")}
    for name in OURS:
        pod = PODS[name]["spec"]
        assert sets[name]["replicas"] >= 2
        assert [one["command"][2] for one in pod["initContainers"]] == ["bot.records.migrate"]
        for container in pod["containers"]:
            assert container["command"][2] == MODULES[container["name"]]
            watch = 9464 + PLACES[container["name"]]
            assert watch in [port["containerPort"] for port in container["ports"]]


def test_rasa_is_reached_by_doors_alone_and_neither_it_nor_the_actions_reach_the_world() -> None:
    assert [c["name"] for c in PODS["rasa"]["spec"]["containers"]] == ["rasa", "actions"]
    door = [{"podSelector": {"matchLabels": {"app.kubernetes.io/component": "door"}}}]
    assert policies("rasa", "ingress") == [{"from": door, "ports": [{"port": "rasa"}]}]
    assert policies("rasa", "egress") == []
    actions = PODS["rasa"]["spec"]["containers"][1]
    assert [port["name"] for port in actions["ports"]] == ["watch-actions"], "the action server has no port outside"
    everything = [o["spec"] for o in OBJECTS if o["kind"] == "NetworkPolicy" and o["spec"]["podSelector"] == {}]
    shut = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert shut in everything


def test_doors_know_every_rasa_by_name() -> None:
    told = next(o for o in OBJECTS if o["kind"] == "ConfigMap")["data"]
    rasa = next(o for o in OBJECTS if o["kind"] == "StatefulSet" and o["metadata"]["name"] == "rasa")
    assert told["MYSAY_RASA_URLS"].split(",") == [f"http://rasa-{n}.rasa:5005" for n in range(rasa["spec"]["replicas"])]
    pairs = [name for name in COMPOSE["services"] if name.startswith("rasa-")]
    urls = COMPOSE["services"]["door"]["environment"]["MYSAY_RASA_URLS"]
    assert urls.split(",") == [f"http://{name}:5005" for name in pairs]


def test_secrets_come_from_secret_objects_and_every_setting_is_one_that_there_is() -> None:
    told = next(o for o in OBJECTS if o["kind"] == "ConfigMap")["data"]
    secret = re.compile("SECRET|TOKEN|PASSWORD|DATABASE_URL|SMTP")
    assert [name for name in told if secret.search(name)] == []
    assert [o for o in OBJECTS if o["kind"] == "Secret"] == []
    here = COMPOSE["services"]["door"]["environment"]
    assert (set(told) | set(here)) - settings_known() == set()
    assert [name for name, value in here.items() if secret.search(name) and "${" not in value] == []


def test_kustomize_is_given_every_file() -> None:
    said = (DEPLOY / "kubernetes/kustomization.yaml").read_text(encoding="utf-8")
    listed = yaml.safe_load(said)["resources"]
    assert {path.name for path in FILES} == {*listed, "redis.yaml"}
    assert "# - redis.yaml" in said


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_no_service_of_compose_is_root_writes_to_its_own_files_or_takes_all_there_is(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert service["image"] == "my-say" or not service["user"].startswith(("0", "root"))
    assert name == "migrate" or "healthcheck" in service


def test_compose_opens_ports_on_loopback_alone_and_the_inner_networks_lead_nowhere() -> None:
    for name, service in COMPOSE["services"].items():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        assert ("ports" in service) is (name in ("door", "inbox"))
        number = name.removeprefix("actions-")
        if number != name:
            assert service["network_mode"] == f"service:rasa-{number}"
        elif name.startswith(("rasa", "postgres", "redis", "migrate")):
            assert all(COMPOSE["networks"][network].get("internal") for network in service["networks"])


def copied() -> list[str]:
    """What the container file copies from the project."""
    lines = [shlex.split(line) for line in CONTAINERFILE.splitlines() if line.startswith("COPY ")]
    return [source for line in lines if not line[1].startswith("--from") for source in line[1:-1]]


def test_the_image_is_made_of_what_is_there_and_of_all_that_a_process_needs() -> None:
    assert [source for source in copied() if not (ROOT / source).exists()] == []
    assert {"actions", "bot", "data", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml"} <= set(copied())
    kept = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert sorted(line[1:] for line in kept if line.startswith("!")) == sorted(copied())


def test_the_image_is_the_lock_with_its_hashes_and_bytecode_and_its_user_is_nobody() -> None:
    assert "--require-hashes --compile-bytecode" in CONTAINERFILE
    assert "-r pyproject.toml -c requirements.txt" in CONTAINERFILE
    assert re.findall(r"^USER (\d+):(\d+)$", CONTAINERFILE, re.MULTILINE) == [("10001", "10001")]
    last = CONTAINERFILE[CONTAINERFILE.rindex("FROM ") :]
    assert last.index("USER ") < last.index("CMD ")


def test_the_docs_say_how_to_make_each_secret() -> None:
    said = Path(ROOT / "docs/deploying.md").read_text(encoding="utf-8")
    refs = {
        e["secretRef"]["name"]
        for pod in PODS.values()
        for c in containers(pod)
        for e in c.get("envFrom", [])
        if "secretRef" in e
    }
    refs |= {"my-say-postgres"}
    assert [name for name in refs if f"secret generic {name}" not in said] == []
