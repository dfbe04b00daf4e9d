"""What pages call kinds of digital platform, and how far the use of one is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from thuphi.registers.platforms.rules import Category, UseState

from .methods_words import Pill, Words

CATEGORIES: dict[Category, Words] = {
    Category.SCHOOL_ADMIN: _("Quản lý, chỉ đạo, điều hành, quản trị nhà trường"),
    Category.LMS_ONLINE: _("Dạy, học trực tuyến"),
    Category.ONLINE_EXAM: _("Thi cử trực tuyến"),
    Category.RESOURCE_SHARING: _("Chia sẻ tài nguyên giảng dạy, học tập"),
    Category.DIGITISED_MATERIALS: _("Số hóa tài liệu, giáo trình"),
    Category.PARENT_LINK: _("Kết nối nhà trường, phụ huynh, học sinh"),
    Category.E_TRANSCRIPT: _("Điểm số, học bạ lưu trữ điện tử"),
    Category.HOMEWORK: _("Giao bài tập về nhà, kiểm tra chuẩn bị"),
    Category.ONLINE_ASSESSMENT: _("Kiểm tra thường xuyên qua mạng"),
    Category.UNIFIED_RECORD: _("Hồ sơ số thống nhất của người học, giáo viên, cán bộ quản lý"),
    Category.LINKED_DB: _("Cơ sở dữ liệu liên thông dạy, học, kiểm tra đánh giá"),
    Category.REMOTE_INSPECTION: _("Kiểm tra, tư vấn cơ sở qua mạng"),
    Category.HOSPITAL_MGMT: _("Quản lý bệnh viện, cơ sở y tế"),
    Category.TELEHEALTH: _("Hỗ trợ tư vấn khám, chữa bệnh từ xa"),
    Category.EPRESCRIPTION: _("Quản lý đơn thuốc điện tử"),
    Category.PHR: _("Quản lý hồ sơ sức khỏe cá nhân"),
    Category.VACCINATION: _("Quản lý tiêm chủng"),
    Category.ONLINE_CONSULT: _("Hỗ trợ tư vấn sức khỏe trực tuyến"),
    Category.CLINICAL_TOOLS: _("Công cụ hỗ trợ khám chữa bệnh và nghiệp vụ y tế"),
}

STATES: dict[UseState, Pill] = {
    UseState.DECLARED: Pill(_("Chờ xác minh"), "clock", "info"),
    UseState.VERIFIED: Pill(_("Đã xác minh"), "tick", "good"),
    UseState.REFUSED: Pill(_("Bị từ chối"), "cross", "bad"),
    UseState.ENDED: Pill(_("Đã ngừng dùng"), "dash", ""),
}
