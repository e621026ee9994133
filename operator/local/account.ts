/** The names of the one machine's parts, as AWS would write them. The account is the one that fauxqs knows. */
export const region = 'us-east-1'
export const accountId = '000000000000'
export const tableName = 'forewarn'
export const bucketName = 'forewarn'
export const configurationSet = 'forewarn'
/** TLS is optional in it. */
export const sealedConfigurationSet = 'forewarn-sealed'
