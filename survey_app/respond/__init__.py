"""The pages a customer answers on."""
