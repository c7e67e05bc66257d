"""The pages of risk: what waits, one episode, what is done about it, the rotas."""
