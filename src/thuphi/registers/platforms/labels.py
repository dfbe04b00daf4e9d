"""The official Vietnamese words for kinds of platform and states of their use."""

from __future__ import annotations

from .rules import Category, UseState

CATEGORIES = {
    Category.SCHOOL_ADMIN: "Quản lý, chỉ đạo, điều hành/quản trị nhà trường",
    Category.LMS_ONLINE: "Dạy, học trực tuyến",
    Category.ONLINE_EXAM: "Thi cử trực tuyến",
    Category.RESOURCE_SHARING: "Chia sẻ tài nguyên giảng dạy, học tập",
    Category.DIGITISED_MATERIALS: "Số hóa tài liệu, giáo trình",
    Category.PARENT_LINK: "Kết nối nhà trường - phụ huynh - học sinh",
    Category.E_TRANSCRIPT: "Điểm số, học bạ lưu trữ điện tử",
    Category.HOMEWORK: "Giao bài tập về nhà, kiểm tra chuẩn bị",
    Category.ONLINE_ASSESSMENT: "Kiểm tra thường xuyên qua mạng",
    Category.UNIFIED_RECORD: "Hồ sơ số thống nhất của người học, giáo viên, CBQL",
    Category.LINKED_DB: "CSDL liên thông dạy - học - kiểm tra đánh giá",
    Category.REMOTE_INSPECTION: "Kiểm tra, tư vấn cơ sở qua mạng",
    Category.HOSPITAL_MGMT: "Nền tảng số quản lý bệnh viện/cơ sở y tế",
    Category.TELEHEALTH: "Hỗ trợ tư vấn khám, chữa bệnh từ xa",
    Category.EPRESCRIPTION: "Quản lý đơn thuốc điện tử",
    Category.PHR: "Quản lý hồ sơ sức khỏe cá nhân",
    Category.VACCINATION: "Quản lý tiêm chủng",
    Category.ONLINE_CONSULT: "Hỗ trợ tư vấn sức khỏe trực tuyến",
    Category.CLINICAL_TOOLS: "Công cụ hỗ trợ KCB và nghiệp vụ y tế",
}

STATES = {
    UseState.DECLARED: "Chờ xác minh",
    UseState.VERIFIED: "Đã xác minh",
    UseState.REFUSED: "Bị từ chối",
    UseState.ENDED: "Đã ngừng dùng",
}
