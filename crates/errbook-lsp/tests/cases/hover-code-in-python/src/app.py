raise Failure('err:customers:mis¦sing')
