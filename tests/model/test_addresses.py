"""An address becomes a link only where it leads where it reads."""

import pytest

from pop_analysis.model.addresses import opened_as


@pytest.mark.parametrize(
    "address",
    [
        "https://popnetwork.al@other.example/",
        "https://popnetwork.al%2f@other.example",
        "https://popnetwork.al\u2215.other.example/",  # signs that look like a slash
        "https://popnetwork.al\u2044.other.example/",
        "https://popnetwork.al\uff0fother.example/",
        "https://popnetwork\u3002al/",  # like a dot
        "https://popnetwork\uff0eal/",
        "https://popnetwork.al\\@other.example/",
        "https://a.al/\u202efdp.exe",  # turns the line
        "https://a.al/\u3164x",  # a letter nobody sees
        "https://a\u00ad.al/",
        "https://3232235521/",  # one number for a host
        "http://0x7f.1/",
        "https:///a.al",
        "https://a b.al",
        "javascript:alert(1)",
        "//a.al",
        "a.al",
        "",
    ],
)
def test_an_address_that_leads_elsewhere_than_it_reads_is_no_link(address):
    assert opened_as(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://popnetwork.al/aktivitete/?viti=2021&faqe=2#lista",
        "HTTP://Bashkia-Fier.gov.al:8080/Raporti%20II.pdf",
        "https://sq.wikipedia.org/wiki/Shkodër",
        "http://127.0.0.1/x",
        "mailto:zyra@a.al?subject=Raporti",
    ],
)
def test_an_address_as_people_write_them_stays_as_it_is(address):
    assert opened_as(address) == address


def test_a_host_in_other_letters_is_written_as_the_internet_knows_it():
    assert opened_as("https://p\u043epnetwork.al/x") == "https://xn--ppnetwork-02h.al/x"
    assert opened_as("https://KËSHILLI.example") == "https://xn--kshilli-rya.example"
