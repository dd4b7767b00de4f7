// PostgreSQL, reachable from the bot's network only.

param name string
param location string
param subnetId string
param privateDnsZoneId string
@secure()
param password string
param sku object
param highAvailability string
param backupDays int

var administrator = 'rollout'

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  // Server names are unique in all of Azure.
  name: '${name}-${uniqueString(resourceGroup().id, name)}'
  location: location
  sku: {
    name: sku.name
    tier: sku.tier
  }
  properties: {
    // The bot needs 15 or newer; 16 is supported by PostgreSQL until November 2028 (postgresql.org/support/versioning).
    version: '16'
    administratorLogin: administrator
    administratorLoginPassword: password
    storage: {
      // The smallest size. 25,000 accounts with all their messages take well under 1 GB.
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: backupDays
      geoRedundantBackup: 'Disabled'
    }
    highAvailability: {
      mode: highAvailability
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: privateDnsZoneId
      publicNetworkAccess: 'Disabled'
    }
    maintenanceWindow: {
      customWindow: 'Enabled'
      // Sunday, 02:00 UTC: nobody is being reminded.
      dayOfWeek: 0
      startHour: 2
      startMinute: 0
    }
  }
}

resource rollout 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'rollout'
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
}

output host string = server.properties.fullyQualifiedDomainName
output login string = administrator
output databaseName string = rollout.name
