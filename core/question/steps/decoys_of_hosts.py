"""What stands around the cards and takes none of their memory: processors, networks, disks."""

from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.words.languages import either
from core.question.words.regex import regex

_TIMES = r"(?:(?<![\w.,])\d{1,2}\s?x?\s|(?<![\w.,])\d{1,2}x|\bdual\s)?"
# "2x EPYC 7763", "Xeon Gold 6430", "Threadripper PRO 7995WX", "i9-13900K"
_PROCESSOR = regex(
    rf"{_TIMES}(?<!\w)(?:(?:amd|intel)\s)?(?:epyc|xeon|threadripper|ryzen|opteron|core\sultra"
    r"|(?:core\s)?i[3579](?=-))(?:\s(?:gold|silver|platinum|pro|w|max|[3579]))?"
    r"[\s-](?:e[357]-?|w-?)?\d{3,5}[a-z+]{0,3}(?!\w)(?:\sv[2-4]\b)?"
)
# "64 cores", "32 vCPUs"
_CORES = regex(
    r"(?<![\w.,])\d{1,4}[\s-]?(?:(?:physical|cpu|fast)\s)?(?:cores?|threads?|v?cpus?|nucleos)\b"
)
# "100GbE", "400 Gb/s InfiniBand", "10 gigabit ethernet", "PCIe 4.0 x16", "NDR 400"
_NETWORK = regex(
    r"(?<![\w.,])\d{1,4}\s?(?:gbe|g?bps|gb/s|gib/s|gbit(?:/s)?|gigabit|gbits|mbps|mbit(?:/s)?)\b"
    r"(?:\s(?:ethernet|network|link|links|nics?|infiniband|uplink|rede))?"
    r"|\b(?:infiniband|ethernet|roce|ndr|hdr|edr)\s?\d{2,3}g?(?!\w)"
    r"|\bpci-?e\s?(?:gen\s?[3-6]|[3-6]\.0|x\s?(?:4|8|16))(?:\s?x\s?\d{1,2})?(?!\w)"
)
_DISK_WORDS = (
    r"(?:nvmes?|ssds?|hdds?|hard\s(?:drives?|disks?)|disks?|discos?|drives?|storage|raid|swap)"
)
# "2TB NVMe", "8 discos de 4 TB", "1 TB of RAM", "4x 3.84TB"
_DISK = regex(
    rf"(?:(?<![\w.,])\d{{1,3}}\s?x?\s?{_DISK_WORDS}\s(?:of|de|with|com|x)\s)?"
    rf"(?:(?<![\w.,])\d{{1,3}}\s?x\s?)?(?<![.,])(?<!\d)\d{{1,4}}(?:[.,]\d{{1,2}})?\s?(?:tb|tib|tera(?:byte)?s?)\b"
    rf"(?!\s?(?:of\s|de\s)?(?:vram|hbm|unified|gpu))"
    rf"(?:\s(?:of\s|de\s|em\s)?(?:{_DISK_WORDS}|{either('ram')})\b)?"
)
_FOUND = (
    (_PROCESSOR, "a processor", ("epyc", "xeon", "thread", "ryzen", "opteron", "ultra", "i3-",
                                 "i5-", "i7-", "i9-")),
    (_CORES, "cores of a processor", ("core", "thread", "cpu", "nucleo")),
    (_NETWORK, "the speed of a connection", ("gbe", "bps", "b/s", "bit", "band", "net", "roce",
                                             "ndr", "hdr", "edr", "pci")),
    (_DISK, "terabytes are no card", ("tb", "tib", "tera")),
)  # fmt: skip


def find_hosts(text: Text) -> Iterator[Candidate]:
    """Each a decoy, which is named: somebody may have meant it to count."""
    for pattern, why, hints in _FOUND:
        for match in text.each(pattern, *hints):
            yield matched(match, "decoy.host", match[0], NAMED, why)
