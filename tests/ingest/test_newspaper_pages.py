"""Pages of the markup families: every part of the article is found, and nothing that stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from ingest.errors import Reason, Unreadable
from ingest.files import read_file
from ingest.types import Article, BlockKind

PAGES = Path(__file__).parent / "pages"
VIETNAM = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    return {path.stem: read_file(path) for path in PAGES.glob("*.html") if path.stem != "frontpage"}


def words(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind is kind]


def credits(article: Article) -> list[str]:
    return [
        article.text[block.credit_start : block.credit_end]
        for block in article.blocks
        if block.credit_start is not None
    ]


def links(article: Article) -> list[tuple[str, str]]:
    return [(article.text[link.start : link.end], link.url) for link in article.links]


TITLES_AND_SAPOS = {
    "vnexpress": (
        "Cầu treo Nậm Lúc thông xe sau ba năm đi đò",
        "Lào Cai - Hơn 400 hộ dân hai bên sông Nậm Lúc không còn phải gửi con qua đò mỗi sáng.",
    ),
    "data-role": (
        "Chợ nổi về đêm: ghe ít, đèn nhiều",
        "TTO - Một buổi tối trên sông, nơi người bán đông hơn người mua.",
    ),
    "dantri": (
        "Giá tiêu lập đỉnh, nhà vườn vẫn ngại trồng thêm",
        "(Dân trí) - Mỗi ký tiêu đen bán được 182.000 đồng, nhưng ký ức về năm 2019 khiến nhiều nhà vườn chùn tay.",
    ),
    "vietnamnet": (
        "Bác sĩ đảo xa khâu tim qua màn hình",
        "Ca mổ kéo dài bốn giờ được hội chẩn trực tiếp từ đất liền, cách đó 210 hải lý.",
    ),
    "article-body": (
        "Đường đua xanh có nhà vô địch 16 tuổi",
        "TP - Lê Bảo Ngân phá kỷ lục quốc gia 200 m ếch ngay trong lần đầu dự giải.",
    ),
    "generic": ("Thư viện mở cửa lúc nửa đêm", "Sinh viên Đà Lạt có thêm một nơi sáng đèn."),
    "unknown": ("Người giữ lửa lò gốm bên sông", ""),
}

FACTS = {
    "vnexpress": (
        "https://vnexpress.net/cau-treo-nam-luc-thong-xe-4999001.html",
        "VnExpress",
        "Thời sự",
        datetime(2026, 9, 17, 7, 31, tzinfo=VIETNAM),
        ("Hà Thu", "Gia Chính"),
    ),
    "data-role": (
        "https://tuoitre.vn/cho-noi-ve-dem-20261005143012345.htm",
        "Tuổi Trẻ",
        "Nhịp sống trẻ",
        datetime(2026, 10, 5, 15, 42, tzinfo=VIETNAM),
        ("THẠCH HÙNG",),
    ),
    "dantri": (
        "https://dantri.com.vn/kinh-doanh/gia-tieu-lap-dinh-20260310.htm",
        "Dân trí",
        "Kinh doanh",
        datetime(2026, 3, 10, 6, 15, tzinfo=VIETNAM),
        ("Vi Thảo",),
    ),
    "vietnamnet": (
        "https://vietnamnet.vn/suc-khoe/bac-si-dao-xa-khau-tim-2450001.html",
        "VietNamNet",
        None,
        datetime(2026, 6, 2, 8, 0, tzinfo=VIETNAM),
        ("Linh Trang",),
    ),
    "article-body": (
        "https://tienphong.vn/nha-vo-dich-16-tuoi-post1700001.tpo",
        "Tiền Phong",
        None,
        datetime(2026, 8, 20, 21, 5, tzinfo=VIETNAM),
        ("Trọng Đạt", "Song Nguyên"),
    ),
    "generic": (
        "https://phonui.example/doi-song/thu-vien-nua-dem",
        "Phố Núi",
        "Đời sống",
        datetime(2026, 11, 20, 22, 10, tzinfo=UTC),
        ("Quế Anh", "K'Brểu"),
    ),
    "unknown": (None, None, None, None, ()),
}


@pytest.mark.parametrize("page", TITLES_AND_SAPOS)
def test_title_and_sapo_come_first_each_once(articles: dict[str, Article], page: str) -> None:
    article = articles[page]
    title, sapo = TITLES_AND_SAPOS[page]
    assert (article.title, article.summary) == (title, sapo)
    assert article.text.startswith(f"{title}\n{sapo}\n" if sapo else f"{title}\n")
    assert article.text.count(title) == 1


@pytest.mark.parametrize("page", FACTS)
def test_address_site_section_time_and_authors(articles: dict[str, Article], page: str) -> None:
    article = articles[page]
    assert (article.url, article.site, article.section, article.published, article.authors) == FACTS[page]


def test_a_later_change_is_told_apart_from_publication(articles: dict[str, Article]) -> None:
    assert articles["dantri"].updated == datetime(2026, 3, 10, 9, 40, tzinfo=VIETNAM)
    assert articles["vnexpress"].updated is None


@pytest.mark.parametrize("page", TITLES_AND_SAPOS)
@pytest.mark.parametrize(
    "beside",
    [
        "Bảy cây cầu",
        "Lũ cuốn trôi cầu treo",
        "bạn đọc",
        "Chợ nổi nào còn",
        "hơn ba trăm ghe",
        "Video đang xem",
        "Nguồn:",
        "một bài khác",
        "bảy phiên liền",
        "hai ngư dân vào bờ",
        "tin khác",
        "Chia sẻ",
        "không ai thấy",
        "cũng không.",
        "Kình ngư nhí",
        "Facebook",
        "Quảng cáo",
        "tiếng Anh",
        "Mua ngay",
        "Trang nhất",
        "Giá vàng",
        "©",
        "quangCao",
    ],
)
def test_what_stands_beside_the_article_stays_out(articles: dict[str, Article], page: str, beside: str) -> None:
    assert beside not in articles[page].text


def test_the_whole_of_a_page_in_order(articles: dict[str, Article]) -> None:
    article = articles["vnexpress"]
    assert [(block.kind.value, article.text[block.start : block.end]) for block in article.blocks[2:]] == [
        (
            "paragraph",
            'Sáng 16/9, cây cầu dài 86 m nối hai bản Nậm Vàng và Nậm Chảy chính thức cho xe máy qua lại. "Đêm qua tôi'
            ' không ngủ được, cứ nghe tiếng nước là lại dậy ngó", ông Lý A Páo, trưởng bản Nậm Vàng, nói.',
        ),
        ("caption", "Người dân đi thử cầu sáng 16/9. Ảnh: Giàng Seo Sử"),
        ("heading", "Ba mùa lũ, hai lần lỡ hẹn"),
        (
            "paragraph",
            "Cầu cũ bị cuốn trôi trong trận lũ tháng 8/2023. Theo báo cáo của UBND xã, dự án lùi hạn hai lần vì đá đổ"
            " lấp đường công vụ [xem bản đồ].",
        ),
        ("paragraph", "Kỹ sư trưởng Hoàng Minh Tuệ giải thích:"),
        ("paragraph", "- Móng phía Nậm Chảy gặp cát chảy ở độ sâu 4 m, phải đổi sang cọc khoan."),
        ("paragraph", "Ông nói thêm chi phí tăng gần một phần ba."),
        ("paragraph", "Hà Thu - Gia Chính"),
    ]


def test_captions_hold_their_credit_wherever_the_page_puts_it(articles: dict[str, Article]) -> None:
    assert credits(articles["vnexpress"]) == ["Ảnh: Giàng Seo Sử"]
    assert words(articles["data-role"], BlockKind.CAPTION) == [
        "Ghe bún của bà Sáu Lụa lúc 19h ngày 3-10 Ảnh: THẠCH HÙNG"
    ]
    assert credits(articles["data-role"]) == ["Ảnh: THẠCH HÙNG"]
    assert credits(articles["dantri"]) == ["Ảnh: Phạm Hoàng", "Ảnh tư liệu"]
    assert credits(articles["article-body"]) == ["Ảnh: Như Ý"]
    assert credits(articles["vietnamnet"]) == ["Ảnh: BVCC"]


def test_lists_keep_their_depth(articles: dict[str, Article]) -> None:
    article = articles["data-role"]
    items = [block for block in article.blocks if block.kind is BlockKind.LIST_ITEM]
    assert [(block.level, article.text[block.start : block.end]) for block in items] == [
        (1, "miễn phí bến cho ghe bán đồ ăn;"),
        (1, "đặt phao đèn:"),
        (2, "hai phao ở vàm;"),
        (2, "một phao ở chợ cũ."),
    ]


def test_quotations_headings_and_table_rows(articles: dict[str, Article]) -> None:
    assert words(articles["data-role"], BlockKind.QUOTATION) == ["Nước còn lên thì ghe còn đậu.", "Lời bà Sáu Lụa"]
    assert words(articles["data-role"], BlockKind.HEADING) == ["Đi chợ bằng điện thoại"]
    assert words(articles["dantri"], BlockKind.TABLE_ROW) == [
        "Nơi mua | Giá (đồng/kg)",
        "Chư Prông | 182.000",
        "Bù Đốp | 181.500",
    ]
    assert words(articles["dantri"], BlockKind.CAPTION)[0] == "Giá tiêu sáng 10/3"


def test_dash_dialogue_is_paragraphs_not_a_list(articles: dict[str, Article]) -> None:
    said = [line for line in words(articles["article-body"], BlockKind.PARAGRAPH) if line.startswith("- ")]
    assert said == ["- Em đếm: một, hai, ba… Đếm tới ba mươi thì tới nơi.", "- Ngoại ạ."]


def test_links_are_resolved_and_only_those_to_the_web_count(articles: dict[str, Article]) -> None:
    assert links(articles["vnexpress"]) == [
        ("Nậm Vàng", "https://vnexpress.net/ban-vang.html"),
        ("báo cáo của UBND xã", "https://ubnd.example/bao-cao?nam=2026&ky=2#muc-3"),
    ]
    assert links(articles["generic"]) == [
        ("lịch mở cửa", "https://phonui.example/lich"),
        ("sơ đồ", "https://cdn.example/so-do.png"),
    ]


def test_emphasis_is_the_words_that_are_set_apart(articles: dict[str, Article]) -> None:
    article = articles["vietnamnet"]
    assert [(mark.kind.value, article.text[mark.start : mark.end]) for mark in article.emphasis] == [
        ("strong", "Nguyễn Thanh Bình"),
        ("emphasis", "Nguyễn Thanh Bình"),
    ]


def test_entities_soft_hyphens_and_zero_width_spaces_leave_plain_words(articles: dict[str, Article]) -> None:
    assert "“Khách bây giờ tới để chụp hình, đâu có tới để ăn”" in articles["data-role"].text
    assert "giảm còn 41. “Chúng tôi" in articles["data-role"].text
    assert "xin uống nước và hỏi thuyền còn không." in articles["vietnamnet"].text


def test_line_breaks_part_paragraphs_but_not_a_sentence(articles: dict[str, Article]) -> None:
    assert words(articles["generic"], BlockKind.PARAGRAPH)[:2] == [
        "Đồng hồ chỉ 23h30, cửa kính thư viện Lam Sơn vẫn mở.",
        "Trong phòng đọc có 58 người, gần một nửa nằm gục trên bàn, tay còn giữ bút.",
    ]


def test_unknown_markup_is_read_from_the_page_itself(articles: dict[str, Article]) -> None:
    assert words(articles["unknown"], BlockKind.HEADING) == ["Một mẻ bốn ngày"]
    assert len(words(articles["unknown"], BlockKind.PARAGRAPH)) == 4


def test_a_front_page_is_no_article() -> None:
    with pytest.raises(Unreadable) as refused:
        read_file(PAGES / "frontpage.html")
    assert refused.value.reason is Reason.NO_TEXT
