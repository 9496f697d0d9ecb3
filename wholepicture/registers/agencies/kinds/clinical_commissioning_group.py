"""Clinical commissioning groups: statutory partners until June 2022; they sign, and no notice of a child goes to them."""

from wholepicture.registers.agencies.kind import Kind

KIND = Kind(id="clinical_commissioning_group", label="Clinical commissioning group", functions=())
