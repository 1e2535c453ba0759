# The value is in Terraform's state, as that of every data source: keep the state where secrets may be.
data "external" "stripe" {
  program = [
    "strongroom", "secret", "get", "stripe", "--project", "infra", "--format", "json",
  ]
}

output "stripe" {
  value     = data.external.stripe.result["value"]
  sensitive = true
}
