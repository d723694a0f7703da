module template-engine

go 1.26.8
