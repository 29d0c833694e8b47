// Uses all constants that services import from the package `codes`. `tests/exports` runs it with the package that
// `examples/go-names` writes.
package main

import (
	"fmt"

	"example.com/client/codes"
)

// expected has the constants, and the codes that services send.
var expected = []struct {
	// A constant without a type would be a string here.
	constant any
	code     string
}{
	{codes.UserErrorsBadRequestMissingRequiredHeader, "err:user:bad_request:missing_required_header"},
	{codes.UserErrorsBadRequestPermissionsQuerySyntaxError, "err:user:bad_request:permissions_query_syntax_error"},
	{codes.UserErrorsBadRequestRequestBodyTooLarge, "err:user:bad_request:request_body_too_large"},
	{codes.UserErrorsBadRequestRequestBodyUnreadable, "err:user:bad_request:request_body_unreadable"},
	{codes.UserErrorsBadRequestRequestTimeout, "err:user:bad_request:request_timeout"},
	{codes.UserErrorsBadRequestClientClosedRequest, "err:user:bad_request:client_closed_request"},
	{codes.UserErrorsBadRequestInvalidAnalyticsQuery, "err:user:bad_request:invalid_analytics_query"},
	{codes.UserErrorsBadRequestInvalidAnalyticsTable, "err:user:bad_request:invalid_analytics_table"},
	{codes.UserErrorsBadRequestInvalidAnalyticsFunction, "err:user:bad_request:invalid_analytics_function"},
	{codes.UserErrorsBadRequestInvalidAnalyticsQueryType, "err:user:bad_request:invalid_analytics_query_type"},
	{codes.UserErrorsBadRequestQueryRangeExceedsRetention, "err:user:bad_request:query_range_exceeds_retention"},
	{codes.UserErrorsUnprocessableEntityQueryExecutionTimeout, "err:user:unprocessable_entity:query_execution_timeout"},
	{codes.UserErrorsUnprocessableEntityQueryMemoryLimitExceeded, "err:user:unprocessable_entity:query_memory_limit_exceeded"},
	{codes.UserErrorsUnprocessableEntityQueryRowsLimitExceeded, "err:user:unprocessable_entity:query_rows_limit_exceeded"},
	{codes.UserErrorsTooManyRequestsQueryQuotaExceeded, "err:user:too_many_requests:query_quota_exceeded"},
	{codes.UserErrorsTooManyRequestsWorkspaceRateLimited, "err:user:too_many_requests:workspace_rate_limited"},
	{codes.UnkeyAuthErrorsAuthenticationMissing, "err:unkey:authentication:missing"},
	{codes.UnkeyAuthErrorsAuthenticationMalformed, "err:unkey:authentication:malformed"},
	{codes.UnkeyAuthErrorsAuthenticationKeyNotFound, "err:unkey:authentication:key_not_found"},
	{codes.UnkeyAuthErrorsAuthorizationInsufficientPermissions, "err:unkey:authorization:insufficient_permissions"},
	{codes.UnkeyAuthErrorsAuthorizationForbidden, "err:unkey:authorization:forbidden"},
	{codes.UnkeyAuthErrorsAuthorizationKeyDisabled, "err:unkey:authorization:key_disabled"},
	{codes.UnkeyAuthErrorsAuthorizationWorkspaceDisabled, "err:unkey:authorization:workspace_disabled"},
	{codes.UnkeyDataErrorsKeyNotFound, "err:unkey:data:key_not_found"},
	{codes.UnkeyDataErrorsWorkspaceNotFound, "err:unkey:data:workspace_not_found"},
	{codes.UnkeyDataErrorsApiNotFound, "err:unkey:data:api_not_found"},
	{codes.UnkeyDataErrorsProjectNotFound, "err:unkey:data:project_not_found"},
	{codes.UnkeyDataErrorsProjectDuplicate, "err:unkey:data:project_already_exists"},
	{codes.UnkeyDataErrorsAppDuplicate, "err:unkey:data:app_already_exists"},
	{codes.UnkeyDataErrorsAppNotFound, "err:unkey:data:app_not_found"},
	{codes.UnkeyDataErrorsEnvironmentNotFound, "err:unkey:data:environment_not_found"},
	{codes.UnkeyDataErrorsDomainDuplicate, "err:unkey:data:domain_already_exists"},
	{codes.UnkeyDataErrorsDomainNotFound, "err:unkey:data:domain_not_found"},
	{codes.UnkeyDataErrorsDeploymentNotFound, "err:unkey:data:deployment_not_found"},
	{codes.UnkeyDataErrorsPolicyNotFound, "err:unkey:data:policy_not_found"},
	{codes.UnkeyDataErrorsMigrationNotFound, "err:unkey:data:migration_not_found"},
	{codes.UnkeyDataErrorsKeySpaceNotFound, "err:unkey:data:key_space_not_found"},
	{codes.UnkeyDataErrorsPermissionDuplicate, "err:unkey:data:permission_already_exists"},
	{codes.UnkeyDataErrorsPermissionNotFound, "err:unkey:data:permission_not_found"},
	{codes.UnkeyDataErrorsRoleDuplicate, "err:unkey:data:role_already_exists"},
	{codes.UnkeyDataErrorsRoleNotFound, "err:unkey:data:role_not_found"},
	{codes.UnkeyDataErrorsKeyAuthNotFound, "err:unkey:data:key_auth_not_found"},
	{codes.UnkeyDataErrorsRatelimitNamespaceNotFound, "err:unkey:data:ratelimit_namespace_not_found"},
	{codes.UnkeyDataErrorsRatelimitNamespaceGone, "err:unkey:data:ratelimit_namespace_gone"},
	{codes.UnkeyDataErrorsRatelimitOverrideNotFound, "err:unkey:data:ratelimit_override_not_found"},
	{codes.UnkeyDataErrorsIdentityNotFound, "err:unkey:data:identity_not_found"},
	{codes.UnkeyDataErrorsIdentityDuplicate, "err:unkey:data:identity_already_exists"},
	{codes.UnkeyDataErrorsAuditLogNotFound, "err:unkey:data:audit_log_not_found"},
	{codes.UnkeyDataErrorsPortalNotFound, "err:unkey:data:portal_not_found"},
	{codes.UnkeyDataErrorsAnalyticsNotConfigured, "err:unkey:data:analytics_not_configured"},
	{codes.UnkeyDataErrorsAnalyticsConnectionFailed, "err:unkey:data:analytics_connection_failed"},
	{codes.UnkeyAppErrorsInternalUnexpectedError, "err:unkey:application:unexpected_error"},
	{codes.UnkeyAppErrorsInternalServiceUnavailable, "err:unkey:application:service_unavailable"},
	{codes.UnkeyAppErrorsValidationInvalidInput, "err:unkey:application:invalid_input"},
	{codes.UnkeyAppErrorsValidationAssertionFailed, "err:unkey:application:assertion_failed"},
	{codes.UnkeyAppErrorsValidationInvalidEnvironmentSettings, "err:unkey:application:invalid_environment_settings"},
	{codes.UnkeyAppErrorsProtectionProtectedResource, "err:unkey:application:protected_resource"},
	{codes.UnkeyAppErrorsPreconditionPreconditionFailed, "err:unkey:application:precondition_failed"},
	{codes.UnkeyAppErrorsPreconditionDeploymentNotReady, "err:unkey:application:deployment_not_ready"},
	{codes.UnkeyAppErrorsPreconditionDeploymentNotProduction, "err:unkey:application:deployment_not_production"},
	{codes.UnkeyAppErrorsPreconditionDeploymentNoCurrent, "err:unkey:application:deployment_no_current"},
	{codes.UnkeyAppErrorsPreconditionDeploymentIsCurrent, "err:unkey:application:deployment_is_current"},
	{codes.UnkeyAppErrorsPreconditionDeploymentNotRunning, "err:unkey:application:deployment_not_running"},
	{codes.UnkeyAppErrorsPreconditionDeploymentIsStopping, "err:unkey:application:deployment_is_stopping"},
	{codes.UnkeyAppErrorsPreconditionDeploymentNotStopped, "err:unkey:application:deployment_not_stopped"},
	{codes.UnkeyAppErrorsPreconditionDeploymentIsProduction, "err:unkey:application:deployment_is_production"},
	{codes.UnkeyLimitsErrorsCustomDomainExceeded, "err:unkey:limits:custom_domain_limit_exceeded"},
	{codes.UnkeyFrontlineErrorsProxyBadGateway, "err:frontline:upstream:bad_gateway"},
	{codes.UnkeyFrontlineErrorsProxyServiceUnavailable, "err:frontline:upstream:service_unavailable"},
	{codes.UnkeyFrontlineErrorsProxyGatewayTimeout, "err:frontline:upstream:gateway_timeout"},
	{codes.UnkeyFrontlineErrorsProxyProxyForwardFailed, "err:frontline:upstream:proxy_forward_failed"},
	{codes.UnkeyFrontlineErrorsRoutingConfigNotFound, "err:frontline:routing:config_not_found"},
	{codes.UnkeyFrontlineErrorsRoutingDeploymentNotFound, "err:frontline:routing:deployment_not_found"},
	{codes.UnkeyFrontlineErrorsRoutingDeploymentSelectionFailed, "err:frontline:platform:deployment_selection_failed"},
	{codes.UnkeyFrontlineErrorsRoutingNoRunningInstances, "err:frontline:capacity:no_running_instances"},
	{codes.UnkeyFrontlineErrorsRoutingDeploymentOffline, "err:frontline:capacity:deployment_offline"},
	{codes.UnkeyFrontlineErrorsRoutingSpendLimitReached, "err:frontline:capacity:spend_limit_reached"},
	{codes.UnkeyFrontlineErrorsInternalInternalServerError, "err:frontline:platform:internal_server_error"},
	{codes.UnkeyFrontlineErrorsInternalConfigLoadFailed, "err:frontline:platform:config_load_failed"},
	{codes.UnkeyFrontlineErrorsInternalInvalidConfiguration, "err:frontline:config:invalid_configuration"},
	{codes.UnkeyFrontlineErrorsAuthMissingCredentials, "err:frontline:client:missing_credentials"},
	{codes.UnkeyFrontlineErrorsAuthInvalidKey, "err:frontline:client:invalid_key"},
	{codes.UnkeyFrontlineErrorsAuthInsufficientPermissions, "err:frontline:client:insufficient_permissions"},
	{codes.UnkeyFrontlineErrorsAuthRateLimited, "err:frontline:client:rate_limited"},
	{codes.UnkeyFrontlineErrorsAuthUsageExceeded, "err:frontline:client:usage_exceeded"},
	{codes.UnkeyFrontlineErrorsFirewallDenied, "err:frontline:client:firewall_denied"},
	{codes.UnkeyFrontlineErrorsOpenApiInvalidRequest, "err:frontline:client:openapi_validation_failed"},
	{codes.UnkeyPortalErrorsSessionTokenMissing, "err:unkey:authentication:portal_token_missing"},
	{codes.UnkeyPortalErrorsSessionSessionNotFound, "err:unkey:authentication:portal_session_not_found"},
}

func main() {
	for _, one := range expected {
		if urn, ok := one.constant.(codes.URN); !ok || string(urn) != one.code {
			panic(one.code)
		}
	}
	fmt.Println(len(expected), "names")
}
