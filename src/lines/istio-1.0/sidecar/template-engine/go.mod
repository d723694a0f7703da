module template-engine

go 1.16
