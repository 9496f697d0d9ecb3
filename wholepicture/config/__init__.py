"""Settings, addresses and the door for web servers: everything that differs between deployments."""
