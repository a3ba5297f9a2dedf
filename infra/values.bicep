metadata description = 'How main.bicepparam reads the environment.'

@export()
@description('A value of the environment, or the other where there is none: pipelines set to nothing what is not set.')
func given(value string, otherwise string) string => empty(value) ? otherwise : value

@export()
@description('What stands between commas; nothing for nothing.')
func listed(value string) string[] => filter(map(split(value, ','), item => trim(item)), item => !empty(item))
