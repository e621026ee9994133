/** An account that exists nowhere. */
export const region = 'eu-central-1'
export const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'not-a-secret' }
