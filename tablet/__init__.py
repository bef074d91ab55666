"""The inspectors' face: an application that works without a network, and the doors it talks to."""
