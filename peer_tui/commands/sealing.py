"""`peer-tui encrypt`: a library that nobody reads without a key."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.progress import progress_line
from peer_tui.commands.shared import (
    COULD_NOT,
    asking,
    complain,
    complain_at_terminal,
    data_option,
    json_option,
    print_text,
    say_json,
    the_places,
)
from peer_tui.domain.naming import counted
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.store.sealed.conversion import Converted

WHAT_IT_DOES = say("""\
Encrypting protects a laptop, a disk or a synced folder that falls into other hands: without a key nobody reads the
minutes in it, the drafts or the backups. Names of folders (the group's, and dates) can still be read.

It does not protect a computer that somebody uses while peer-tui is open, minutes that you export or copy, or what lay
unencrypted on this disk before and an expert may still find.

A passphrase opens it on this device, once each time peer-tui starts. A recovery key opens it when the passphrase is
forgotten. WHO LOSES BOTH LOSES EVERY LINE IN THE LIBRARY: nobody, not even its makers, can open it then.
""")
_KEEP_IT = say("""\
This is the recovery key. It is shown now and never again, and is stored nowhere:

    {key}

Write it on paper, or print it, and keep it away from this computer.
""")
yes_option = click.option("--yes", is_flag=True, help=say("Ask nothing: for scripts."))
name_option = click.option(
    "--name", default="", metavar="WORDS", help=say("What the key is called in the list of keys.")
)
all_option = click.option(
    "--all-devices", is_flag=True, help=say("Also what other devices wrote here. Only if they are no longer used.")
)


@click.group(invoke_without_command=True)
@data_option
@yes_option
@name_option
@click.pass_context
def encrypt(ctx: click.Context, data: Path | None, yes: bool, name: str) -> None:
    """Encrypt the library; see who can open it; let another device in.

    Alone it encrypts: it explains, asks for a passphrase, and shows a recovery key once.
    """
    ctx.obj = data
    if ctx.invoked_subcommand is not None:
        return
    from peer_tui.services import encrypting
    from peer_tui.services.passphrases import new_passphrase

    at = the_places(data)
    encrypting.refuse_if_encrypted(at)
    new = encrypting.new_keys()
    print_text(WHAT_IT_DOES)
    if not yes:
        _confirm(say("Encrypt this library?"), say("Nothing was encrypted. To encrypt without being asked: --yes"))
    passphrase = new_passphrase(asking())
    _show_recovery_key(new.recovery, yes)
    with progress_line(say("Encrypting:")) as progress:
        done = encrypting.turn_on(at, passphrase, new, name=name, progress=progress)
    if done.others_open:
        done.said.append(
            say(
                "{of_others} still lie readable here: each device encrypts its own, the next time "
                "peer-tui starts there. If they are no longer used: peer-tui encrypt others",
                of_others=_of_others(done.others_open),
            )
        )
    _tell(
        done,
        say("Encrypted: {amount}. From now on peer-tui asks for the passphrase when it starts.", amount=_amount(done)),
    )


@encrypt.command()
@click.argument("key")
@name_option
@click.pass_obj
def add_recipient(data: Path | None, key: str, name: str) -> None:
    """Let the owner of the public KEY (age1…) read what this device writes, and what it wrote."""
    from peer_tui.services import encrypting, letting_in

    at = the_places(data)
    files = encrypting.opened(at, asking(), complain_at_terminal)
    with progress_line(say("Encrypting anew:")) as progress:
        done = letting_in.add_recipient(at, files, key, name, progress)
    _tell(done, say("Added, and encrypted anew for it as well: {amount}.", amount=_amount(done)))


@encrypt.command()
@click.argument("key")
@click.pass_obj
def remove_recipient(data: Path | None, key: str) -> None:
    """Stop encrypting for KEY, a public key or its name in the list."""
    from peer_tui.services import encrypting, letting_in

    at = the_places(data)
    files = encrypting.opened(at, asking(), complain_at_terminal)
    with progress_line(say("Encrypting anew:")) as progress:
        done = letting_in.remove_recipient(at, files, key, progress)
    _tell(
        done,
        say(
            "Taken off, and encrypted anew without it: {amount}. What its owner has copied before stays readable "
            "to them. Other devices take it off for themselves: peer-tui there says so.",
            amount=_amount(done),
        ),
    )


@encrypt.command()
@json_option
@click.pass_obj
def recipients(data: Path | None, as_json: bool) -> None:
    """List the keys that open the library."""
    from peer_tui.services import letting_in

    listed = letting_in.recipients(the_places(data))
    if as_json:
        say_json([{"key": one.recipient.key, "name": one.recipient.name, "state": one.state} for one in listed])
    else:
        print_text("\n".join(f"{one.recipient.key}  {one.recipient.name or '-'}  ({say(one.state)})" for one in listed))


@encrypt.command()
@click.pass_obj
def change_passphrase(data: Path | None) -> None:
    """Another passphrase for this device."""
    from peer_tui.services import letting_in

    letting_in.change_passphrase(the_places(data), asking(), complain_at_terminal)
    print_text(say("The new passphrase opens the library on this device from now on."))


@encrypt.command()
@yes_option
@click.pass_obj
def recovery_key(data: Path | None, yes: bool) -> None:
    """A new recovery key, shown once; the old one then opens nothing written from now on."""
    from peer_tui.services import encrypting, letting_in

    at = the_places(data)
    files = encrypting.opened(at, asking(), complain_at_terminal)
    fresh = encrypting.new_keys().recovery
    _show_recovery_key(fresh, yes)
    with progress_line(say("Encrypting anew:")) as progress:
        done = letting_in.replace_recovery_key(at, files, fresh, progress)
    _tell(done, say("The new recovery key opens everything: {amount} encrypted anew.", amount=_amount(done)))


@encrypt.command()
@click.option(
    "--key-file", type=click.Path(path_type=Path), metavar="FILE", help=say("An owner-only file that holds it.")
)
@name_option
@all_option
@click.pass_obj
def recover(data: Path | None, key_file: Path | None, name: str, all_devices: bool) -> None:
    """Open the library with the printed recovery key, and choose a new passphrase."""
    from peer_tui.services import encrypting
    from peer_tui.services.passphrases import new_passphrase, read_secret
    from peer_tui.services.problems import Problem

    at = the_places(data)
    encrypting.refuse_if_open(at)
    ask = asking()
    if key_file is not None:
        recovery = read_secret(key_file)
    elif ask is not None:
        recovery = ask(say("Recovery key (AGE-SECRET-KEY-1…): "))
    else:
        raise Problem(
            say("There is no terminal to ask for the recovery key. Name a file that holds it with --key-file.")
        )
    passphrase = new_passphrase(ask)
    with progress_line(say("Encrypting:")) as progress:
        done = encrypting.recover(
            at, recovery.strip().upper(), passphrase, name=name, all_devices=all_devices, progress=progress
        )
    _tell(done, say("This device has a new key and passphrase: {amount} encrypted for it.", amount=_amount(done)))
    if done.others_sealed:
        print_text(
            say(
                "{of_others} open here once this device's key was added there: `peer-tui encrypt "
                "recipients` prints it. If they are no longer used, run this again with --all-devices.",
                of_others=_of_others(done.others_sealed),
            )
        )


@encrypt.command()
@yes_option
@click.pass_obj
def others(data: Path | None, yes: bool) -> None:
    """Encrypt here what devices wrote that are no longer used."""
    from peer_tui.services import encrypting

    at = the_places(data)
    files = encrypting.opened(at, asking(), complain_at_terminal)
    if not yes:
        _confirm(
            say("Are all other devices that wrote into this library no longer used?"),
            say("Nothing was encrypted. If they are all out of use, and nobody is to be asked: --yes"),
        )
    with progress_line(say("Encrypting:")) as progress:
        done = encrypting.seal_everything(at, files, all_devices=True, progress=progress)
    _tell(done, say("Encrypted: {amount}.", amount=_amount(done)))


@encrypt.command()
@yes_option
@click.pass_obj
def off(data: Path | None, yes: bool) -> None:
    """Decrypt everything this device wrote, and encrypt no longer."""
    from peer_tui.services import encrypting

    at = the_places(data)
    files = encrypting.opened(at, asking(), complain_at_terminal)
    if not yes:
        _confirm(
            say("Everything will lie readable on this disk, and in a synced folder. Decrypt it?"),
            say("Nothing was decrypted. To decrypt without being asked: --yes"),
        )
    with progress_line(say("Decrypting:")) as progress:
        done = encrypting.turn_off(at, files, progress)
    if done.others_sealed:
        done.said.append(
            say(
                "{of_others} are still encrypted. They are read here again once `peer-tui encrypt off` was run there.",
                of_others=_of_others(done.others_sealed),
            )
        )
    if done.whole:
        _tell(done, say("Decrypted: {amount}. peer-tui asks for no passphrase any more.", amount=_amount(done)))
    else:
        _tell(
            done,
            say("Decrypted: {amount}. The library stays encrypted, because not all could be:", amount=_amount(done)),
        )


def _show_recovery_key(key: str, yes: bool) -> None:
    """Show it, and go on only when the person has it: they type its end."""
    print_text(_KEEP_IT.format(key=key))
    if yes:
        return
    with contextlib.suppress(click.Abort):  # there is nobody to type them, or ^C
        for _ in range(3):
            typed = click.prompt(say("To go on, type its last six characters"), default="", show_default=False)
            if typed.strip().upper() == key[-6:]:
                return
            complain(say("These are not its last six characters."))
    complain(
        say(
            "Nothing was changed, and the recovery key above opens nothing: its end has to be typed, to be sure that "
            "somebody has it. In a script that keeps what is printed: --yes"
        )
    )
    sys.exit(COULD_NOT)


def _confirm(question: str, otherwise: str) -> None:
    """Go on only after a yes; without one, also where nobody answers, say so and end."""
    with contextlib.suppress(click.Abort):
        if click.confirm(question):
            return
    complain(otherwise)
    sys.exit(COULD_NOT)


def _amount(done: Converted) -> str:
    return ", ".join(
        (
            counted(done.files, "{n:,} file", "{n:,} files", "no files"),
            counted(done.backups, "{n:,} backup", "{n:,} backups", "no backups"),
        )
    )


def _of_others(paths: list[Path]) -> str:
    devices = sorted({path.name.partition(".")[0].rpartition("-")[0] or path.name for path in paths})
    return say(
        "{files} of other devices ({devices})",
        files=counted(len(paths), "{n:,} file", "{n:,} files", "no files"),
        devices=", ".join(devices),
    )


def _tell(done: Converted, sentence: str) -> None:
    print_text(sentence)
    for one in done.said:
        print_text(one)
    for problem in done.problems:
        complain(problem)
    if done.problems:
        sys.exit(COULD_NOT)
