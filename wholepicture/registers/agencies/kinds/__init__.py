"""Every kind of agency there is: one file each, listed here and nowhere else."""

from collections.abc import Mapping
from types import MappingProxyType

from wholepicture.registers.agencies.kind import Kind as Kind
from wholepicture.registers.agencies.kinds import (
    adult_mental_health,
    childrens_social_care,
    clinical_commissioning_group,
    domestic_abuse_service,
    education_safeguarding,
    gp_practice,
    health_visiting,
    housing,
    integrated_care_board,
    midwifery,
    nursery,
    perpetrator_service,
    police,
    safeguarding_partnership,
    school,
    school_nursing,
    substance_misuse,
)

_ALL = (
    police,
    childrens_social_care,
    health_visiting,
    school_nursing,
    gp_practice,
    midwifery,
    adult_mental_health,
    substance_misuse,
    education_safeguarding,
    school,
    nursery,
    domestic_abuse_service,
    perpetrator_service,
    housing,
    clinical_commissioning_group,
    integrated_care_board,
    safeguarding_partnership,
)

KINDS: Mapping[str, Kind] = MappingProxyType({module.KIND.id: module.KIND for module in _ALL})
