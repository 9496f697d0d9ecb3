"""Integrated care boards: statutory partners from July 2022; they sign, and no notice of a child goes to them."""

from wholepicture.registers.agencies.kind import Kind

KIND = Kind(id="integrated_care_board", label="Integrated care board", functions=())
