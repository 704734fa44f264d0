"""The account of a figure over members against the year before (同比变动说明)."""
