using './main.bicep'

// Fill these six; main.bicep says what each is and what else can be set. No secret stands in this file: the password comes
// from the environment of the shell that deploys, for instance
//
//   export DATABASE_PASSWORD="$(openssl rand -base64 30)"

param name = 'mfa-rollout'
param registryName = readEnvironmentVariable('REGISTRY_NAME')
param image = readEnvironmentVariable('IMAGE', 'mfa-rollout-bot:0.1.0')
param serviceDeskGroupId = readEnvironmentVariable('SERVICE_DESK_GROUP_ID')
param teamsAppId = readEnvironmentVariable('TEAMS_APP_ID')
param databasePassword = readEnvironmentVariable('DATABASE_PASSWORD')
