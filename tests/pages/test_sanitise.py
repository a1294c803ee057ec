"""What is cleaned keeps what a reader wants of it, and what is taken out is told."""

import base64

from pop_analysis.pages.sanitise import clean_html, taken_out


def test_a_tag_with_a_long_text_in_it_keeps_what_it_says():
    title = "fjalë " * 600
    assert 'href="https://a.al/x"' in clean_html(f'<a href="https://a.al/x" title="{title}">lidhje</a>')
    assert "<td>7</td>" in clean_html(f'<table><tr><td title="{title}">7</td></tr></table>')


def test_a_picture_whose_base64_stands_in_lines_is_shown():
    packed = base64.encodebytes(bytes(range(256)) * 200).decode()
    html = f'<img alt="Harta" src="data:image/png;base64,{packed}">'
    assert f'src="data:image/png;base64,{"".join(packed.split())}"' in clean_html(html)
    assert taken_out(html) == []


def test_what_a_tag_loses_for_having_too_many_attributes_is_told():
    html = "<p " + " ".join(f"a{n}='1'" for n in range(2000)) + ">tekst</p>"
    assert clean_html(html) == "<p>tekst</p>"
    assert taken_out(html) == ["p"]


def test_tags_within_tags_deeper_than_anybody_means_are_shown_as_text():
    html = "<div>" * 1000 + "tekst"
    assert "tekst" in clean_html(html)
    assert "<div>" not in clean_html(html)
    assert "&lt;div&gt;" in clean_html(html)


def test_every_table_scrolls_in_a_box_that_is_closed():
    html = clean_html('<table style="color:red"><td>7</td></table><table><td>8</td></table>')
    assert html.count("<div") == html.count("</div>") == html.count("<table") == 2
