"""What the network did: activities, campaigns, the survey of officials, and the annex for donors."""
